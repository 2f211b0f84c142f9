/* The loops over numbers, for one kind of processor; kernel.c includes this once for each.
   TARGET: the compiler's name of that kind; NAME(x): x with a suffix for it. */

/* y = x @ matrix * scale + bias. x and y have room for SPARE rows more; row r of x begins at x + r * stride. The
   sums are of nothing but products of short integers, for which compilers know an instruction (x86: pmaddwd). */
TARGET static void NAME(multiply)(const Matrix *m, const int16_t *restrict x, long stride, long rows,
                                  float *restrict y) {
  const long wide = m->wide;
  const size_t depth = (size_t)m->depth / VECTOR * VECTOR; /* so that the compiler knows: there is no rest */
  for (long c = 0; c < m->columns; c += COLUMNS)
    for (long r = 0; r < rows; r += ROWS) {
      const int16_t *restrict row = x + r * stride, *restrict column = m->weights + c * depth;
      int32_t sums[ROWS][COLUMNS] = {{0}};
      for (size_t k = 0; k < depth; k++)
        for (int i = 0; i < ROWS; i++)
          for (int j = 0; j < COLUMNS; j++) sums[i][j] += (int32_t)row[i * stride + k] * column[j * depth + k];
      for (int i = 0; i < ROWS; i++) memcpy(y + (r + i) * wide + c, sums[i], sizeof(sums[i]));
    }
  for (long r = 0; r < rows; r++) {
    const float *restrict scale = m->scale, *restrict bias = m->bias;
    float *restrict out = y + r * wide;
    for (long c = 0; c < wide; c++) {
      int32_t sum;
      memcpy(&sum, out + c, sizeof(sum));
      out[c] = (float)sum * scale[c] + bias[c];
    }
  }
}

/* x in whole steps, halves to the even one: adding and taking away 1.5 * 2**23 rounds a float to a whole number. */
TARGET static void NAME(round_to_steps)(const float *restrict x, long size, float step, float top,
                                        int16_t *restrict whole) {
  for (long i = 0; i < size; i++) whole[i] = (int16_t)((clip(x[i] * step, -top, top) + 12582912.0f) - 12582912.0f);
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
