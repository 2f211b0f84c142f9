/* The loops over floats, for one kind of processor; kernel.c includes this once for each.
   TARGET: the compiler's name of that kind; NAME(x): x with a suffix for it; LANES: floats in a vector;
   ROWS: how many rows of a product are worked on at once, and PANELS: how many panels of the matrix, 1 or 2. */

#define VECTORS (PANEL / LANES)

#if LANES == 1
typedef float NAME(vector);
#else
typedef float NAME(vector) __attribute__((vector_size(4 * LANES), aligned(4), may_alias));
#endif

/* ROWS rows of x times so many panels of a matrix. Sums are exact, so that it does not matter whether products are
   rounded before they are added. */
TARGET MAY_FUSE ALWAYS_INLINE static inline void NAME(sum)(const float *x, long stride, const float *panel, long depth,
                                                           float *y, long wide, const int panels) {
  MAY_FUSE_HERE
  NAME(vector) sums[ROWS][PANELS * VECTORS], row[PANELS * VECTORS];
  for (int r = 0; r < ROWS; r++)
    for (int j = 0; j < panels * VECTORS; j++) sums[r][j] = (NAME(vector)){0};
  for (long k = 0; k < depth; k++) {
    for (int j = 0; j < panels * VECTORS; j++)
      row[j] = *(const NAME(vector) *)(panel + (j / VECTORS * depth + k) * PANEL + j % VECTORS * LANES);
    for (int r = 0; r < ROWS; r++) {
      float value = x[r * stride + k];
      for (int j = 0; j < panels * VECTORS; j++) sums[r][j] += value * row[j];
    }
  }
  for (int r = 0; r < ROWS; r++)
    for (int j = 0; j < panels * VECTORS; j++) *(NAME(vector) *)(y + r * wide + j * LANES) = sums[r][j];
}

TARGET MAY_FUSE static void NAME(tile)(const float *x, long stride, const float *panel, long depth, float *y,
                                       long wide, int panels) {
  if (panels == PANELS)
    NAME(sum)(x, stride, panel, depth, y, wide, PANELS);
  else
    NAME(sum)(x, stride, panel, depth, y, wide, 1);
}

/* y = x @ matrix * scale + bias. x and y have room for SPARE rows more; row r of x begins at x + r * stride. */
TARGET static void NAME(multiply)(const Matrix *m, const float *x, long stride, long rows, float *y) {
  for (long c = 0; c < m->wide;) {
    int panels = m->wide - c < PANELS * PANEL ? 1 : PANELS;
    for (long r = 0; r < rows; r += ROWS) {
      float *out = y + r * m->wide + c;
      NAME(tile)(x + r * stride, stride, m->panels + c * m->depth, m->depth, out, m->wide, panels);
      for (int i = 0; i < ROWS; i++)
        for (int j = 0; j < panels * VECTORS; j++) {
          NAME(vector) *sum = (NAME(vector) *)(out + i * m->wide + j * LANES);
          const NAME(vector) *scale = (const NAME(vector) *)(m->scale + c + j * LANES);
          const NAME(vector) *bias = (const NAME(vector) *)(m->bias + c + j * LANES);
          *sum = *sum * *scale + *bias;
        }
    }
    c += panels * PANEL;
  }
}

/* x in whole steps, halves to the even one: adding and taking away 1.5 * 2**23 rounds a float to a whole number. */
TARGET static void NAME(round_to_steps)(const float *restrict x, long size, float step, float top,
                                        float *restrict whole) {
  for (long i = 0; i < size; i++) whole[i] = (clip(x[i] * step, -top, top) + 12582912.0f) - 12582912.0f;
}

/* A bidirectional quasi-recurrent layer after its matrix. A row of gates is z, f and o, each forward and
   backward, of `width` columns; f and o need only be cut off. h = f h' + (1 - f) z, where h' is the
   neighbour's: the one before forward, the one after backward; what comes out is o h + (1 - o) x. */
TARGET static void NAME(recur)(const float *gates, const float *x, long rows, long width, float *state,
                               float *out) {
  for (int side = 0; side < 2; side++) {
    for (long k = 0; k < width; k++) state[k] = -0.0f; /* which changes nothing, whatever it is added to */
    for (long i = 0; i < rows; i++) {
      long row = side ? rows - 1 - i : i;
      const float *restrict z = gates + row * 6 * width + side * width;
      const float *restrict f = z + 2 * width, *restrict o = z + 4 * width;
      const float *restrict beside = x ? x + row * 2 * width + side * width : 0;
      float *restrict h = state, *restrict y = out + row * 2 * width + side * width;
      for (long k = 0; k < width; k++) {
        float keep = clip(f[k], 0, 1);
        h[k] = (1 - keep) * clip(z[k], -1, 1) + keep * h[k];
      }
      if (beside)
        for (long k = 0; k < width; k++) {
          float open = clip(o[k], 0, 1);
          y[k] = h[k] * open + (1 - open) * beside[k];
        }
      else
        for (long k = 0; k < width; k++) y[k] = h[k] * clip(o[k], 0, 1);
    }
  }
}

/* sum = a + b + c, in this order. */
TARGET static void NAME(add)(const float *restrict a, const float *restrict b, const float *restrict c, long size,
                             float *restrict sum) {
  for (long i = 0; i < size; i++) sum[i] = a[i] + b[i] + c[i];
}

static const Loops NAME(loops) = {NAME(multiply), NAME(round_to_steps), NAME(recur), NAME(add)};

#undef TARGET
#undef NAME
#undef LANES
#undef ROWS
#undef PANELS
#undef VECTORS
