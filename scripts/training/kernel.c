/* A bidirectional quasi-recurrent layer after its matrix, forward and backward, one pass each.
   What PyTorch does in a dozen passes over memory; the same arithmetic as quotediff/extraction/learned/network.py.
   g: T x B x 6H gates (z, f, o, each for both directions); x: T x B x 2H or null; m: T x B, 0 past a sequence's end. */
static inline float clip(float x, float a, float b) { return x < a ? a : (x > b ? b : x); }
static inline float gate(float x) { return clip(x * .25f + .5f, 0, 1); }

void forward(const float *restrict g, const float *restrict x, const float *restrict m, float *restrict out,
             float *restrict hs, float *restrict state, long T, long B, long H) {
  for (int d = 0; d < 2; d++) {
    for (long i = 0; i < B * H; i++) state[i] = 0;
    for (long q = 0; q < T; q++) {
      long t = d ? T - 1 - q : q;
      for (long b = 0; b < B; b++) {
        long r = t * B + b;
        float on = m[r], *s = state + b * H, *h = hs + r * 2 * H + d * H, *y = out + r * 2 * H + d * H;
        const float *z = g + r * 6 * H + d * H, *f = z + 2 * H, *o = z + 4 * H;
        const float *e = x ? x + r * 2 * H + d * H : 0;
        if (e) {
          for (long k = 0; k < H; k++) {
            float keep = gate(f[k]), open = gate(o[k]);
            h[k] = s[k] = keep * s[k] + (1 - keep) * clip(z[k], -1, 1) * on;
            y[k] = (open * h[k] + (1 - open) * e[k]) * on;
          }
        } else {
          for (long k = 0; k < H; k++) {
            float keep = gate(f[k]), open = gate(o[k]);
            h[k] = s[k] = keep * s[k] + (1 - keep) * clip(z[k], -1, 1) * on;
            y[k] = open * h[k] * on;
          }
        }
      }
    }
  }
}

void backward(const float *restrict g, const float *restrict x, const float *restrict m, const float *restrict hs,
              const float *restrict dout, float *restrict dg, float *restrict dx, float *restrict state,
              const float *restrict zero, long T, long B, long H) {
  for (int d = 0; d < 2; d++) {
    for (long i = 0; i < B * H; i++) state[i] = 0;
    for (long q = T - 1; q >= 0; q--) {
      long t = d ? T - 1 - q : q, before = d ? t + 1 : t - 1;
      for (long b = 0; b < B; b++) {
        long r = t * B + b;
        float on = m[r], *s = state + b * H, *dz = dg + r * 6 * H + d * H, *df = dz + 2 * H, *dO = dz + 4 * H;
        const float *z = g + r * 6 * H + d * H, *f = z + 2 * H, *o = z + 4 * H;
        const float *h = hs + r * 2 * H + d * H, *dy = dout + r * 2 * H + d * H;
        const float *hp = q > 0 ? hs + (before * B + b) * 2 * H + d * H : zero;
        const float *e = x ? x + r * 2 * H + d * H : zero;
        for (long k = 0; k < H; k++) {
          float fr = f[k] * .25f + .5f, or = o[k] * .25f + .5f, keep = clip(fr, 0, 1), open = clip(or, 0, 1);
          float up = dy[k] * on, dc = up * open + s[k];
          dz[k] = (z[k] > -1 && z[k] < 1) ? dc * (1 - keep) * on : 0;
          df[k] = (fr > 0 && fr < 1) ? .25f * dc * (hp[k] - clip(z[k], -1, 1) * on) : 0;
          dO[k] = (or > 0 && or < 1) ? .25f * up * (h[k] - e[k]) : 0;
          s[k] = dc * keep;
        }
        if (dx) {
          float *de = dx + r * 2 * H + d * H;
          for (long k = 0; k < H; k++) de[k] = dy[k] * on * (1 - gate(o[k]));
        }
      }
    }
  }
}
