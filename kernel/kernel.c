/* The network's arithmetic, compiled: the same answers as numpy_network.py, which explains them, quicker, and
   without numpy. Plain C with the vectors of the compiler; every float operation is that of IEEE 754, in the order of
   numpy_network.py, but for the sums of products: these are whole numbers below 2**24, which floats there and integers
   here hold exactly, in any order.
   Compile without contraction (-ffp-contract=off) and without -ffast-math; see setup.py.

   A Kernel is never changed once made, and the work is done without the interpreter's lock. */

#define PY_SSIZE_T_CLEAN
#ifndef Py_GIL_DISABLED
#define Py_LIMITED_API 0x030B0000
#endif
#include <Python.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ != __ORDER_LITTLE_ENDIAN__
#error "the file of weights is little-endian: leave this to numpy_network.py"
#endif
#if defined(__FAST_MATH__) || (defined(__FLT_EVAL_METHOD__) && __FLT_EVAL_METHOD__ != 0)
#error "floats would be computed in other ways than numpy does: leave this to numpy_network.py"
#endif

#define PANEL 16   /* the columns of a matrix are padded to a multiple of this, */
#define VECTOR 16  /* and its rows to one of this, so that loops have no rest */
#define ROWS 3     /* of a product that are worked on at once, */
#define COLUMNS 4  /* and columns: as many sums as there are registers for */
#define SPARE 8    /* rows that a product may read and write behind the last */
#define ALIGNED 64 /* bytes: no vector lies across two lines of the cache */
#define LABELS 4
#define TYPE_TABLES 5
#define MAX_LAYERS 8
#define MAX_BLOCKS 80 /* of memory: each matrix takes three */
#define UNIT 256
#define CHANCE_TABLE (12 * UNIT)
#define IMPOSSIBLE ((int64_t)1 << 40)
enum { OUTSIDE, SOURCE, CUE, CONTENT };

/* --- loops -------------------------------------------------------------------------------------------------- */

typedef struct {
  long depth, columns, wide; /* depth: its rows, and wide: its columns, with the padding, which is 0 */
  int16_t *weights; /* column by column */
  float *scale, *bias;
  float step, top;
} Matrix;

typedef struct {
  void (*multiply)(const Matrix *, const int16_t *, long, long, float *);
  void (*round_to_steps)(const float *, long, float, float, int16_t *);
  void (*recur)(const float *, const float *, long, long, float *, float *);
  void (*add)(const float *, const float *, const float *, long, float *);
} Loops;

static inline float clip(float x, float low, float high) { return x < low ? low : (x > high ? high : x); }

#if !defined(__GNUC__)
#define restrict
#endif

#define TARGET
#define NAME(x) x##_anywhere
#include "loops.h"

#if defined(__GNUC__) && defined(__x86_64__)
#define TARGET __attribute__((target("avx2,fma")))
#define NAME(x) x##_avx2
#include "loops.h"

#define TARGET __attribute__((target("avx512f,avx512vl,avx512bw,avx512dq,avx2,fma")))
#define NAME(x) x##_avx512
#include "loops.h"
#endif

#ifndef MOST_LANES
#define MOST_LANES 16 /* less, to test the loops that this processor would not choose */
#endif

/* The loops for the processor that this runs on. */
static const Loops *loops_here(void) {
#if defined(__GNUC__) && defined(__x86_64__)
  __builtin_cpu_init();
  if (MOST_LANES >= 16 && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512vl") &&
      __builtin_cpu_supports("avx512bw") && __builtin_cpu_supports("avx512dq"))
    return &loops_avx512;
  if (MOST_LANES >= 8 && __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) return &loops_avx2;
#endif
  return &loops_anywhere;
}

static const Loops *loops;

/* --- memory of a call ---------------------------------------------------------------------------------------- */

typedef struct {
  void *blocks[MAX_BLOCKS];
  int used, failed;
} Arena;

static void *take(Arena *arena, size_t count, size_t size) {
  void *block = arena->failed || arena->used == MAX_BLOCKS ? NULL : calloc(count + 1 + ALIGNED / size, size);
  if (block == NULL) {
    arena->failed = 1;
    return NULL;
  }
  arena->blocks[arena->used++] = block;
  return (char *)block + (ALIGNED - (uintptr_t)block % ALIGNED) % ALIGNED;
}

static void release(Arena *arena) {
  while (arena->used > 0) free(arena->blocks[--arena->used]);
}

/* --- the weights --------------------------------------------------------------------------------------------- */

typedef struct {
  const int8_t *rows; /* in the file's bytes */
  float *scale;
  long count;
} Table;

typedef struct {
  PyObject_HEAD
  PyObject *data; /* the file's bytes, which the tables and words point into */
  Arena arena;
  int ready;
  long width, pair_width, embedding, vector, layers, hints, near, farthest;
  Matrix layer[MAX_LAYERS], first, project, token, cue, pair, last;
  Table word, type[TYPE_TABLES], quote, hint, paragraph;
  const int8_t *vectors;
  float *place;
  long places;
  int *bucket;
  int64_t transition[LABELS][LABELS], start[LABELS];
  int64_t part[CHANCE_TABLE];
  long words;
  const char **word_at;
  uint32_t *slots; /* number of a word + 1, or 0 */
  size_t mask;
} Kernel;

static const char *const TYPE_NAMES[TYPE_TABLES] = {"suffix3", "suffix2", "prefix3", "shape", "kind"};

/* Where an array is in the file, if it is of this kind and shape; a size of -1 is set to what it is. */
static const char *array_at(Kernel *self, PyObject *places, const char *name, const char *suffix, const char *kind,
                            long *rows, long *columns) {
  char whole[64];
  const char *found;
  Py_ssize_t offset, n = 1, m = 1, size;
  PyObject *place;
  PyOS_snprintf(whole, sizeof(whole), "%s%s", name, suffix);
  place = PyDict_GetItemString(places, whole);
  if (place == NULL || !PyArg_ParseTuple(place, columns ? "ns(nn)" : "ns(n)", &offset, &found, &n, &m)) {
    if (!PyErr_Occurred()) PyErr_Format(PyExc_ValueError, "the model has no %s", whole);
    return NULL;
  }
  size = n * m * (kind[1] == 'i' ? kind[2] - '0' : 4);
  if (*rows < 0) *rows = (long)n;
  if (columns && *columns < 0) *columns = (long)m;
  if (strcmp(found + 1, kind + 1) != 0 || n != *rows || (columns && m != *columns) || offset < 0 ||
      offset + size > PyBytes_Size(self->data)) {
    PyErr_Format(PyExc_ValueError, "the model's %s is of another kind or size", whole);
    return NULL;
  }
  return PyBytes_AsString(self->data) + offset;
}

static float *floats_at(Kernel *self, PyObject *places, const char *name, const char *suffix, long count, long room) {
  const char *at = array_at(self, places, name, suffix, "<f4", &count, NULL);
  float *values = at ? take(&self->arena, room, sizeof(float)) : NULL;
  if (values != NULL) memcpy(values, at, count * sizeof(float));
  return values;
}

static double setting(PyObject *settings, const char *name, const char *suffix) {
  char whole[64];
  PyObject *value;
  PyOS_snprintf(whole, sizeof(whole), "%s%s", name, suffix);
  value = PyDict_GetItemString(settings, whole);
  if (value == NULL) {
    PyErr_Format(PyExc_ValueError, "the model does not say what %s is", whole);
    return -1;
  }
  return PyFloat_AsDouble(value);
}

/* A matrix, column by column. `gates`: its columns are those of a layer, and f and o are scaled, and moved by
   `shift`, so that they need only be cut off at 0 and 1. */
static int load_matrix(Kernel *self, PyObject *places, PyObject *settings, const char *name, long depth, long columns,
                       int gates, float shift, Matrix *m) {
  const int8_t *values = (const int8_t *)array_at(self, places, name, "", "|i1", &depth, &columns);
  long wide = (columns + PANEL - 1) / PANEL * PANEL, padded = (depth + VECTOR - 1) / VECTOR * VECTOR;
  if (values == NULL) return 0;
  m->depth = padded;
  m->columns = columns;
  m->wide = wide;
  m->step = (float)setting(settings, name, ".step");
  m->top = (float)setting(settings, name, ".top");
  m->weights = take(&self->arena, wide * padded, sizeof(int16_t));
  m->scale = floats_at(self, places, name, ".scale", columns, wide);
  m->bias = floats_at(self, places, name, ".bias", columns, wide);
  if (m->weights == NULL || m->scale == NULL || m->bias == NULL || PyErr_Occurred()) return 0;
  for (long c = 0; c < columns; c++) {
    double sum = 0;
    for (long k = 0; k < depth; k++) {
      int value = values[k * columns + c];
      sum += abs(value);
      m->weights[c * padded + k] = (int16_t)value;
    }
    if (sum * m->top >= 1 << 24 || m->top >= 1 << 15) {
      PyErr_Format(PyExc_ValueError, "%s: sums would not be exact", name);
      return 0;
    }
    if (gates && c >= columns / 3) {
      m->scale[c] *= 0.25f;
      m->bias[c] *= 0.25f;
      m->bias[c] += shift;
    }
  }
  return 1;
}

static int load_table(Kernel *self, PyObject *places, const char *name, Table *table) {
  table->count = -1;
  table->rows = (const int8_t *)array_at(self, places, name, "", "|i1", &table->count, &self->embedding);
  table->scale = table->rows ? floats_at(self, places, name, ".scale", table->count, table->count) : NULL;
  return table->scale != NULL;
}

static int load_transitions(Kernel *self, PyObject *places) {
  long labels = LABELS, columns = LABELS;
  int16_t values[LABELS * LABELS];
  const char *at = array_at(self, places, "start", "", "<i2", &labels, NULL);
  if (at == NULL) return 0;
  memcpy(values, at, LABELS * sizeof(int16_t));
  for (int k = 0; k < LABELS; k++) self->start[k] = values[k];
  at = array_at(self, places, "transition", "", "<i2", &labels, &columns);
  if (at == NULL) return 0;
  memcpy(values, at, sizeof(values));
  for (int k = 0; k < LABELS * LABELS; k++) self->transition[k / LABELS][k % LABELS] = values[k];
  return 1;
}

static uint32_t hash(const char *word, size_t size) { /* FNV-1a */
  uint32_t value = 2166136261u;
  for (size_t k = 0; k < size; k++) value = (value ^ (unsigned char)word[k]) * 16777619u;
  return value;
}

/* The row of a word: row 0 is that of words that are not known. */
static long row_of(const Kernel *self, const char *word, size_t size) {
  for (size_t slot = hash(word, size) & self->mask; self->slots[slot]; slot = (slot + 1) & self->mask) {
    long row = self->slots[slot] - 1;
    const char *known = self->word_at[row];
    if ((size_t)(self->word_at[row + 1] - known) == size + 1 && memcmp(known, word, size) == 0) return row;
  }
  return 0;
}

/* An index of the words, one a line. */
static int load_words(Kernel *self, Py_ssize_t at, long vectors) {
  const char *bytes = PyBytes_AsString(self->data), *end = bytes + PyBytes_Size(self->data), *word = bytes + at;
  size_t slots = 1024;
  if (at < 0 || at > PyBytes_Size(self->data)) return 0;
  while (slots < (size_t)vectors * 2) slots *= 2;
  self->mask = slots - 1;
  self->slots = take(&self->arena, slots, sizeof(uint32_t));
  self->word_at = take(&self->arena, vectors + 1, sizeof(char *));
  if (self->slots == NULL || self->word_at == NULL) return 0;
  for (self->words = 0; self->words < vectors && word <= end; self->words++) {
    const char *line = memchr(word, '\n', end - word);
    size_t size = (line ? line : end) - word, slot = hash(word, size) & self->mask;
    while (self->slots[slot]) slot = (slot + 1) & self->mask;
    self->slots[slot] = (uint32_t)self->words + 1;
    self->word_at[self->words] = word;
    word += size + 1;
  }
  self->word_at[self->words] = word;
  if (self->words != vectors || word != end + 1) {
    PyErr_SetString(PyExc_ValueError, "the model has more words than vectors, or fewer");
    return 0;
  }
  return 1;
}

static int load(Kernel *self, PyObject *places, Py_ssize_t words, PyObject *settings, PyObject *buckets) {
  char name[16];
  long vectors = -1, columns, gates;
  self->width = (long)setting(settings, "hidden", "");
  self->pair_width = (long)setting(settings, "pair_hidden", "");
  self->layers = (long)setting(settings, "layers", "");
  self->near = (long)setting(settings, "buckets", "");
  if (PyErr_Occurred()) return 0;
  if (self->layers < 1 || self->layers > MAX_LAYERS || self->width < 1 || self->pair_width < 1 ||
      6 * self->width % PANEL || 6 * self->pair_width % PANEL) {
    PyErr_SetString(PyExc_ValueError, "the model has sizes or layers that the kernel does not know");
    return 0;
  }
  self->embedding = self->vector = -1;
  if (!load_table(self, places, "word", &self->word) || !load_table(self, places, "quote", &self->quote) ||
      !load_table(self, places, "hint", &self->hint) || !load_table(self, places, "paragraph", &self->paragraph))
    return 0;
  for (int k = 0; k < TYPE_TABLES; k++)
    if (!load_table(self, places, TYPE_NAMES[k], &self->type[k])) return 0;
  self->vectors = (const int8_t *)array_at(self, places, "vectors", "", "|i1", &vectors, &self->vector);
  if (self->vectors == NULL || self->word.count > vectors || self->embedding % PANEL) return 0;
  gates = 6 * self->width;
  for (long k = 0; k < self->layers; k++) {
    PyOS_snprintf(name, sizeof(name), "layer%ld", k);
    if (!load_matrix(self, places, settings, name, k ? 2 * self->width : 3 * self->embedding, gates, 1, 0.5f,
                     &self->layer[k]))
      return 0;
  }
  gates = 6 * self->pair_width;
  if (!load_matrix(self, places, settings, "first", 2 * self->width, -1, 0, 0, &self->first) ||
      !load_matrix(self, places, settings, "project", self->vector, self->embedding, 0, 0, &self->project) ||
      !load_matrix(self, places, settings, "token", 2 * self->width, gates, 1, 0.5f, &self->token) ||
      !load_matrix(self, places, settings, "cue", 6 * self->width, gates, 1, 0, &self->cue) ||
      !load_matrix(self, places, settings, "pair", 2 * self->pair_width, gates, 1, 0.5f, &self->pair) ||
      !load_matrix(self, places, settings, "last", 2 * self->pair_width, LABELS, 0, 0, &self->last))
    return 0;
  self->farthest = ((long)PyList_Size(buckets) - 1) / 2;
  self->bucket = take(&self->arena, 2 * self->farthest + 1, sizeof(int));
  columns = gates;
  self->places = -1;
  {
    const char *at = array_at(self, places, "place", "", "<f4", &self->places, &columns);
    self->place = at ? take(&self->arena, self->places * gates, sizeof(float)) : NULL;
    if (self->bucket == NULL || self->place == NULL) return 0;
    memcpy(self->place, at, self->places * gates * sizeof(float));
  }
  for (long k = 0; k < self->places * gates; k++)
    if (k % gates >= gates / 3) self->place[k] *= 0.25f;
  for (long k = 0; k < 2 * self->farthest + 1; k++) {
    self->bucket[k] = (int)PyLong_AsLong(PyList_GetItem(buckets, k));
    if (self->bucket[k] < 0 || self->bucket[k] >= 2 * self->near + 1) return 0;
  }
  if ((2 * self->near + 2) * self->hints != self->places) {
    PyErr_SetString(PyExc_ValueError, "the model's places are others");
    return 0;
  }
  for (int k = 0; k < CHANCE_TABLE; k++) self->part[k] = (int64_t)rint(exp(-k / (double)UNIT) * 65536);
  return load_transitions(self, places) && load_words(self, words, vectors);
}

static int Kernel_init(PyObject *object, PyObject *arguments, PyObject *named) {
  Kernel *self = (Kernel *)object;
  PyObject *data, *places, *settings, *buckets;
  Py_ssize_t words;
  if (self->data != NULL || (named != NULL && PyDict_Size(named) > 0)) {
    PyErr_SetString(PyExc_TypeError, "a kernel is made once, of arguments without names");
    return -1;
  }
  if (!PyArg_ParseTuple(arguments, "SOnOOl", &data, &places, &words, &settings, &buckets, &self->hints)) return -1;
  if (!PyDict_Check(places) || !PyDict_Check(settings) || !PyList_Check(buckets)) {
    PyErr_SetString(PyExc_TypeError, "data, places, words, settings, buckets, hints");
    return -1;
  }
  Py_INCREF(data);
  self->data = data;
  self->ready = load(self, places, words, settings, buckets);
  if (self->ready) return 0;
  if (!PyErr_Occurred()) {
    if (self->arena.failed)
      PyErr_NoMemory();
    else
      PyErr_SetString(PyExc_ValueError, "not a model of this version");
  }
  return -1;
}

static int is_ready(const Kernel *self) {
  if (!self->ready) PyErr_SetString(PyExc_ValueError, "a kernel without weights");
  return self->ready;
}

static void Kernel_dealloc(PyObject *object) {
  Kernel *self = (Kernel *)object;
  PyTypeObject *type = Py_TYPE(object);
  freefunc free_object = (freefunc)PyType_GetSlot(type, Py_tp_free);
  release(&self->arena);
  Py_XDECREF(self->data);
  free_object(object);
  Py_DECREF(type);
}

/* --- the first part ------------------------------------------------------------------------------------------ */

static void add_row(const Table *table, long row, long size, float *x) {
  const int8_t *values = table->rows + row * size;
  float scale = table->scale[row];
  for (long k = 0; k < size; k++) {
    float value = (float)values[k] * scale;
    x[k] += value;
  }
}

typedef struct {
  long tokens, types, paragraphs, longest;
  long *type_rows; /* for each type the word's row and those in the other tables */
  long *of, *states, *lengths;
  const unsigned char *quotes, *hints;
} Article;

/* Whole numbers of a list, each below `limit`. */
static long *numbers(Arena *arena, PyObject *list, long limit) {
  Py_ssize_t count = PyList_Size(list);
  long *found = count < 0 ? NULL : take(arena, count, sizeof(long));
  for (Py_ssize_t k = 0; found != NULL && k < count; k++) {
    found[k] = PyLong_AsLong(PyList_GetItem(list, k));
    if (found[k] < 0 || found[k] >= limit) {
      if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "a number that there cannot be");
      return NULL;
    }
  }
  return found;
}

static int parse_types(const Kernel *self, PyObject *types, Article *article, Arena *arena) {
  article->types = (long)PyList_Size(types);
  article->type_rows = take(arena, article->types * (TYPE_TABLES + 1), sizeof(long));
  if (article->type_rows == NULL) return 0;
  for (long k = 0; k < article->types; k++) {
    PyObject *type = PyList_GetItem(types, k), *word = PyTuple_GetItem(type, 0);
    long *rows = article->type_rows + k * (TYPE_TABLES + 1);
    Py_ssize_t size;
    const char *text = word ? PyUnicode_AsUTF8AndSize(word, &size) : NULL;
    if (word == NULL) return 0;
    if (text == NULL) {
      if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) return 0;
      PyErr_Clear(); /* half of a character: no word that is known */
    } else
      rows[0] = row_of(self, text, size);
    for (int j = 0; j < TYPE_TABLES; j++) {
      PyObject *row = PyTuple_GetItem(type, j + 1);
      rows[j + 1] = row ? PyLong_AsLong(row) : -1;
      if (rows[j + 1] < 0 || rows[j + 1] >= self->type[j].count) {
        if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "a feature that there cannot be");
        return 0;
      }
    }
  }
  return 1;
}

static int parse_article(const Kernel *self, PyObject *arguments, Article *article, Arena *arena) {
  PyObject *types, *of, *states, *lengths;
  Py_ssize_t quotes, hints;
  long tokens = 0;
  if (!is_ready(self)) return 0;
  if (!PyArg_ParseTuple(arguments, "OOy#y#OO", &types, &of, &article->quotes, &quotes, &article->hints, &hints,
                        &states, &lengths))
    return 0;
  if (!PyList_Check(types) || !PyList_Check(of) || !PyList_Check(states) || !PyList_Check(lengths)) {
    PyErr_SetString(PyExc_TypeError, "types, of, quotes, hints, paragraphs, lengths");
    return 0;
  }
  article->tokens = (long)PyList_Size(of);
  article->paragraphs = (long)PyList_Size(states);
  if (!parse_types(self, types, article, arena) ||
      (article->of = numbers(arena, of, article->types)) == NULL ||
      (article->states = numbers(arena, states, self->paragraph.count)) == NULL ||
      (article->lengths = numbers(arena, lengths, article->tokens + 1)) == NULL)
    return 0;
  if (quotes == article->tokens && hints == article->tokens && PyList_Size(lengths) == article->paragraphs) {
    for (long k = 0; k < article->paragraphs; k++) {
      tokens += article->lengths[k];
      if (article->lengths[k] > article->longest) article->longest = article->lengths[k];
    }
    for (long k = 0; k < article->tokens; k++)
      if (article->quotes[k] >= self->quote.count || article->hints[k] >= self->hint.count) tokens = -1;
    if (tokens == article->tokens) return 1;
  }
  PyErr_SetString(PyExc_ValueError, "paragraphs and tokens do not go together");
  return 0;
}

/* The part of the embedding that depends on the word alone. */
static float *embedded(const Kernel *self, const Article *article, Arena *arena) {
  long size = self->embedding, types = article->types;
  float *x = take(arena, (types + SPARE) * size, sizeof(float));
  int16_t *vectors = take(arena, (types + SPARE) * self->vector, sizeof(int16_t));
  if (arena->failed) return NULL;
  for (long k = 0; k < types; k++) {
    const int8_t *vector = self->vectors + article->type_rows[k * (TYPE_TABLES + 1)] * self->vector;
    for (long j = 0; j < self->vector; j++) vectors[k * self->vector + j] = vector[j];
  }
  loops->multiply(&self->project, vectors, self->vector, types, x);
  for (long k = 0; k < types; k++) {
    const long *rows = article->type_rows + k * (TYPE_TABLES + 1);
    add_row(&self->word, rows[0] < self->word.count ? rows[0] : 0, size, x + k * size);
    for (int j = 0; j < TYPE_TABLES; j++) add_row(&self->type[j], rows[j + 1], size, x + k * size);
  }
  return x;
}

static int read_article(const Kernel *self, const Article *article, float *hidden, Arena *arena) {
  long size = self->embedding, wide = 2 * self->width, room = article->longest + SPARE + 2, token = 0;
  long most = wide > size ? wide : size;
  float *types = embedded(self, article, arena), *x = take(arena, room * most, sizeof(float));
  int16_t *whole = take(arena, room * most, sizeof(int16_t));
  float *gates = take(arena, room * 3 * wide, sizeof(float));
  float *y = take(arena, room * most, sizeof(float)), *swap, *state = take(arena, self->width, sizeof(float));
  if (arena->failed) return 0;
  for (long p = 0; p < article->paragraphs; p++) {
    long rows = article->lengths[p];
    for (long i = 0; i < rows; i++) {
      float *row = x + i * size;
      memcpy(row, types + article->of[token + i] * size, size * sizeof(float));
      add_row(&self->quote, article->quotes[token + i], size, row);
      add_row(&self->hint, article->hints[token + i], size, row);
      add_row(&self->paragraph, article->states[p], size, row);
      for (long k = 0; k < size; k++) row[k] = clip(row[k], -4, 4);
    }
    /* the first layer sees each token between its neighbours: rows that overlap, with zeros at the ends */
    memset(whole, 0, size * sizeof(int16_t));
    loops->round_to_steps(x, rows * size, self->layer[0].step, self->layer[0].top, whole + size);
    memset(whole + (rows + 1) * size, 0, size * sizeof(int16_t));
    loops->multiply(&self->layer[0], whole, size, rows, gates);
    loops->recur(gates, size == wide ? x : NULL, rows, self->width, state, y);
    for (long k = 1; k < self->layers; k++) {
      loops->round_to_steps(y, rows * wide, self->layer[k].step, self->layer[k].top, whole);
      loops->multiply(&self->layer[k], whole, wide, rows, gates);
      loops->recur(gates, y, rows, self->width, state, x);
      swap = x, x = y, y = swap;
    }
    memcpy(hidden + token * wide, y, rows * wide * sizeof(float));
    token += rows;
  }
  return 1;
}

static PyObject *Kernel_read(PyObject *object, PyObject *arguments) {
  const Kernel *self = (Kernel *)object;
  Arena arena = {{0}, 0, 0};
  Article article = {0};
  PyObject *hidden = NULL;
  int done;
  if (parse_article(self, arguments, &article, &arena)) {
    hidden = PyBytes_FromStringAndSize(NULL, article.tokens * 2 * self->width * (Py_ssize_t)sizeof(float));
    if (hidden != NULL) {
      float *out = (float *)PyBytes_AsString(hidden);
      Py_BEGIN_ALLOW_THREADS
      done = read_article(self, &article, out, &arena);
      Py_END_ALLOW_THREADS
      if (!done) Py_CLEAR(hidden);
    }
  }
  if (hidden == NULL && !PyErr_Occurred()) PyErr_NoMemory();
  release(&arena);
  return hidden;
}

static int64_t score_of(float value) { return (int64_t)rintf(value * UNIT); }

/* What was read, as rows; their number, or -1 if it is something else. */
static long rows_of(const Kernel *self, PyObject *hidden, const float **rows) {
  if (!is_ready(self)) return -1;
  Py_ssize_t size = PyBytes_Check(hidden) ? PyBytes_Size(hidden) : -1, row = 2 * self->width * (Py_ssize_t)sizeof(float);
  if (size < 0 || size % row) {
    PyErr_SetString(PyExc_ValueError, "not what was read");
    return -1;
  }
  *rows = (const float *)PyBytes_AsString(hidden);
  return (long)(size / row);
}

static int chances_of(const Kernel *self, const float *hidden, long tokens, int16_t *chances, Arena *arena) {
  long wide = 2 * self->width, labels = self->first.columns, block = 64;
  int16_t *whole = take(arena, (block + SPARE) * wide, sizeof(int16_t));
  float *out = take(arena, (block + SPARE) * self->first.wide, sizeof(float));
  if (arena->failed) return 0;
  for (long at = 0; at < tokens; at += block) {
    long rows = tokens - at < block ? tokens - at : block;
    loops->round_to_steps(hidden + at * wide, rows * wide, self->first.step, self->first.top, whole);
    loops->multiply(&self->first, whole, wide, rows, out);
    for (long i = 0; i < rows; i++) {
      int64_t scores[PANEL], most = INT64_MIN, sum = 0;
      for (long k = 0; k < labels; k++) {
        scores[k] = score_of(out[i * self->first.wide + k]);
        if (scores[k] > most) most = scores[k];
      }
      for (long k = 0; k < labels; k++) {
        int64_t below = most - scores[k];
        scores[k] = self->part[below < CHANCE_TABLE ? below : CHANCE_TABLE - 1];
        sum += scores[k];
      }
      for (long k = 0; k < labels; k++) chances[k * tokens + at + i] = (int16_t)(scores[k] * 1000 / sum);
    }
  }
  return 1;
}

static PyObject *Kernel_chances(PyObject *object, PyObject *hidden) {
  const Kernel *self = (Kernel *)object;
  Arena arena = {{0}, 0, 0};
  const float *rows;
  int done;
  long tokens = rows_of(self, hidden, &rows);
  PyObject *result;
  if (tokens < 0) return NULL;
  result = PyBytes_FromStringAndSize(NULL, tokens * self->first.columns * (Py_ssize_t)sizeof(int16_t));
  if (result == NULL) return NULL;
  {
    int16_t *out = (int16_t *)PyBytes_AsString(result);
    Py_BEGIN_ALLOW_THREADS
    done = chances_of(self, rows, tokens, out, &arena);
    Py_END_ALLOW_THREADS
  }
  release(&arena);
  if (!done) {
    Py_CLEAR(result);
    PyErr_NoMemory();
  }
  return result;
}

/* --- the second part ----------------------------------------------------------------------------------------- */

typedef struct {
  long low, high, first, last;
  long begin, end; /* tokens that must be content; if there is no such token, `required` says whether one must be */
  int required;
  const unsigned char *hints;
  unsigned char *labels, *unsourced;
  int natural, sourced;
  int64_t margin, cost;
} Cue;

typedef int64_t Scores[LABELS];

/* The labels that score best as a whole, and their score: Viterbi's algorithm. The first of equals wins. */
static int64_t best_labels(const Kernel *self, const Scores *scores, long rows, unsigned char *before,
                           unsigned char *labels) {
  int64_t best[LABELS], next[LABELS];
  int label = 0;
  for (int k = 0; k < LABELS; k++) best[k] = scores[0][k] + self->start[k];
  for (long i = 1; i < rows; i++) {
    for (int to = 0; to < LABELS; to++) {
      int from = 0;
      int64_t most = best[0] + self->transition[0][to];
      for (int k = 1; k < LABELS; k++) {
        int64_t value = best[k] + self->transition[k][to];
        if (value > most) {
          most = value;
          from = k;
        }
      }
      next[to] = most + scores[i][to];
      before[i * LABELS + to] = (unsigned char)from;
    }
    memcpy(best, next, sizeof(best));
  }
  for (int k = 1; k < LABELS; k++)
    if (best[k] > best[label]) label = k;
  {
    int64_t worth = best[label];
    for (long i = rows - 1; i >= 0; i--) {
      labels[i] = (unsigned char)label;
      if (i > 0) label = before[i * LABELS + label];
    }
    return worth;
  }
}

static int64_t total_score(const Kernel *self, const Scores *scores, const unsigned char *labels, long rows) {
  int64_t total = self->start[labels[0]];
  for (long i = 0; i < rows; i++) total += scores[i][labels[i]];
  for (long i = 1; i < rows; i++) total += self->transition[labels[i - 1]][labels[i]];
  return total;
}

static int holds(const unsigned char *labels, long rows, int label) { return memchr(labels, label, rows) != NULL; }

/* The scores, so that one token, the likeliest, must have the label that is wanted. Content that was found stays as
   it is, and the cue is left alone; where there is nothing but the cue, scores stay as they are. */
static void force_label(const Scores *scores, const unsigned char *labels, long rows, const Cue *cue, int wanted,
                        Scores *bent) {
  long chosen = -1;
  int64_t most = -IMPOSSIBLE;
  memcpy(bent, scores, rows * sizeof(Scores));
  for (long i = 0; i < rows; i++) {
    int decided = wanted == SOURCE && labels[i] == CONTENT;
    int64_t greatest = bent[i][0];
    for (int k = 1; k < LABELS; k++)
      if (bent[i][k] > greatest) greatest = bent[i][k];
    if (decided)
      for (int k = 0; k < CONTENT; k++) bent[i][k] -= IMPOSSIBLE;
    if (decided || (i >= cue->first - cue->low && i < cue->last - cue->low)) continue;
    if (bent[i][wanted] - greatest > most) {
      most = bent[i][wanted] - greatest;
      chosen = i;
    }
  }
  if (chosen < 0) {
    memcpy(bent, scores, rows * sizeof(Scores));
    return;
  }
  for (int k = 0; k < LABELS; k++)
    if (k != wanted) bent[chosen][k] -= IMPOSSIBLE;
}

/* The best labels of a window, made to hold a content where told, and a source if a content. */
static void complete(const Kernel *self, Cue *cue, const Scores *scores, Scores *bent, unsigned char *before) {
  long rows = cue->high - cue->low;
  int64_t best = best_labels(self, scores, rows, before, cue->labels), worth = best;
  int64_t outside = self->start[OUTSIDE] + (rows - 1) * self->transition[OUTSIDE][OUTSIDE];
  int is_bent = 0;
  for (long i = 0; i < rows; i++) outside += scores[i][OUTSIDE];
  cue->natural = holds(cue->labels, rows, CONTENT);
  if (cue->end >= 0) {
    memcpy(bent, scores, rows * sizeof(Scores));
    for (long i = cue->begin > cue->low ? cue->begin - cue->low : 0; i < rows && i < cue->end - cue->low; i++)
      for (int k = 0; k < CONTENT; k++) bent[i][k] -= IMPOSSIBLE;
    is_bent = 1;
  } else if (cue->required && !cue->natural) {
    force_label(scores, cue->labels, rows, cue, CONTENT, bent);
    is_bent = 1;
  }
  if (is_bent) {
    best_labels(self, bent, rows, before, cue->labels);
    worth = total_score(self, scores, cue->labels, rows);
  }
  cue->sourced = !holds(cue->labels, rows, CONTENT) || holds(cue->labels, rows, SOURCE);
  if (!cue->sourced) {
    memcpy(cue->unsourced, cue->labels, rows);
    force_label(scores, cue->labels, rows, cue, SOURCE, bent);
    best_labels(self, bent, rows, before, cue->labels);
  }
  cue->margin = best - outside;
  cue->cost = best - worth;
}

/* The gates of the tokens that stand in a window, each once; `number` is set to where a token's are. */
static float *token_gates(const Kernel *self, const float *hidden, const Cue *cues, long count, long low, long high,
                          long *number, Arena *arena) {
  long wide = 2 * self->width, kept = 0, block = 64, at = low;
  int16_t *whole = take(arena, (block + SPARE) * wide, sizeof(int16_t));
  float *gates;
  if (arena->failed) return NULL;
  for (long k = 0; k < count; k++)
    for (long i = cues[k].low; i < cues[k].high; i++) number[i - low] = 1;
  for (long i = 0; i < high - low; i++) number[i] = number[i] ? kept++ : -1;
  gates = take(arena, (kept + SPARE) * self->token.wide, sizeof(float));
  if (gates == NULL) return NULL;
  while (at < high) {
    long rows = 0;
    if (number[at - low] < 0) {
      at++;
      continue;
    }
    while (rows < block && at + rows < high && number[at + rows - low] >= 0) rows++;
    loops->round_to_steps(hidden + at * wide, rows * wide, self->token.step, self->token.top, whole);
    loops->multiply(&self->token, whole, wide, rows, gates + number[at - low] * self->token.wide);
    at += rows;
  }
  return gates;
}

static void place_gates(const Kernel *self, const float *tokens, const long *number, long base, const float *of_cue,
                        const Cue *cue, float *gates) {
  long size = 6 * self->pair_width;
  for (long i = cue->low; i < cue->high; i++) {
    long distance = i < cue->first ? i - cue->first : i >= cue->last ? i - cue->last + 1 : 0, bucket;
    if (distance < -self->farthest) distance = -self->farthest;
    if (distance > self->farthest) distance = self->farthest;
    bucket = i >= cue->first && i < cue->last ? 2 * self->near + 1 : self->bucket[distance + self->farthest];
    loops->add(tokens + number[i - base] * self->token.wide, of_cue,
               self->place + (bucket * self->hints + cue->hints[i - cue->low]) * size, size,
               gates + (i - cue->low) * size);
  }
}

static int label_cues(const Kernel *self, const float *hidden, long tokens, Cue *cues, long count, Arena *arena) {
  long wide = 2 * self->width, pairs = 2 * self->pair_width, low = tokens, high = 0, longest = 0;
  float *per_token, *of_cue, *gates, *x, *y, *state;
  int16_t *ends, *whole;
  unsigned char *before;
  long *number;
  Scores *scores, *bent;
  for (long k = 0; k < count; k++) {
    if (cues[k].low < low) low = cues[k].low;
    if (cues[k].high > high) high = cues[k].high;
    if (cues[k].high - cues[k].low > longest) longest = cues[k].high - cues[k].low;
  }
  if (count == 0) return 1;
  number = take(arena, high - low, sizeof(long));
  ends = take(arena, (count + SPARE) * 3 * wide, sizeof(int16_t));
  of_cue = take(arena, (count + SPARE) * self->cue.wide, sizeof(float));
  gates = take(arena, (longest + SPARE) * self->pair.wide, sizeof(float));
  x = take(arena, (longest + SPARE) * pairs, sizeof(float));
  y = take(arena, (longest + SPARE) * pairs, sizeof(float));
  whole = take(arena, (longest + SPARE) * pairs, sizeof(int16_t));
  state = take(arena, self->pair_width, sizeof(float));
  before = take(arena, longest, LABELS);
  scores = take(arena, longest, sizeof(Scores));
  bent = take(arena, longest, sizeof(Scores));
  if (arena->failed) return 0;
  per_token = token_gates(self, hidden, cues, count, low, high, number, arena);
  if (per_token == NULL) return 0;
  for (long k = 0; k < count; k++) {
    const long at[3] = {cues[k].first, cues[k].last - 1, cues[k].last};
    for (int j = 0; j < (cues[k].last < cues[k].high ? 3 : 2); j++)
      loops->round_to_steps(hidden + at[j] * wide, wide, self->cue.step, self->cue.top, ends + (3 * k + j) * wide);
  }
  loops->multiply(&self->cue, ends, 3 * wide, count, of_cue);
  for (long k = 0; k < count; k++) {
    Cue *cue = cues + k;
    long rows = cue->high - cue->low;
    place_gates(self, per_token, number, low, of_cue + k * self->cue.wide, cue, gates);
    loops->recur(gates, NULL, rows, self->pair_width, state, x);
    loops->round_to_steps(x, rows * pairs, self->pair.step, self->pair.top, whole);
    loops->multiply(&self->pair, whole, pairs, rows, gates);
    loops->recur(gates, x, rows, self->pair_width, state, y);
    loops->round_to_steps(y, rows * pairs, self->last.step, self->last.top, whole);
    loops->multiply(&self->last, whole, pairs, rows, gates);
    for (long i = 0; i < rows; i++)
      for (int j = 0; j < LABELS; j++) scores[i][j] = score_of(gates[i * self->last.wide + j]);
    complete(self, cue, (const Scores *)scores, bent, before);
  }
  return 1;
}

static int parse_cues(const Kernel *self, PyObject *windows, PyObject *content, PyObject *hints, long tokens, Cue *cues,
                      long count, Arena *arena) {
  size_t rows = 0, at = 0;
  unsigned char *labels;
  for (long k = 0; k < count; k++) {
    Cue *cue = cues + k;
    PyObject *held = PyList_GetItem(content, k), *told = PyList_GetItem(hints, k);
    if (held == NULL || told == NULL ||
        !PyArg_ParseTuple(PyList_GetItem(windows, k), "llll", &cue->low, &cue->high, &cue->first, &cue->last))
      return 0;
    cue->end = -1;
    if (PyTuple_Check(held)) {
      if (!PyArg_ParseTuple(held, "ll", &cue->begin, &cue->end)) return 0;
      if (cue->end < 0) cue->end = 0;
    } else
      cue->required = held == Py_True;
    if (!(0 <= cue->low && cue->low <= cue->first && cue->first < cue->last && cue->last <= cue->high &&
          cue->high <= tokens && PyBytes_Check(told) && PyBytes_Size(told) == cue->high - cue->low)) {
      PyErr_SetString(PyExc_ValueError, "a window that there cannot be");
      return 0;
    }
    cue->hints = (const unsigned char *)PyBytes_AsString(told);
    for (long i = 0; i < cue->high - cue->low; i++)
      if (cue->hints[i] >= self->hints) {
        PyErr_SetString(PyExc_ValueError, "a hint that there cannot be");
        return 0;
      }
    rows += cue->high - cue->low;
  }
  labels = take(arena, 2 * rows, 1);
  if (labels == NULL) return 0;
  for (long k = 0; k < count; k++) {
    cues[k].labels = labels + at;
    cues[k].unsourced = labels + rows + at;
    at += cues[k].high - cues[k].low;
  }
  return 1;
}

static PyObject *labelled(const Cue *cues, long count) {
  PyObject *found = PyList_New(count);
  for (long k = 0; found != NULL && k < count; k++) {
    const Cue *cue = cues + k;
    Py_ssize_t rows = cue->high - cue->low;
    PyObject *one = cue->sourced
                        ? Py_BuildValue("y#NOLL", cue->labels, rows, PyBool_FromLong(cue->natural), Py_None,
                                        (long long)cue->margin, (long long)cue->cost)
                        : Py_BuildValue("y#Ny#LL", cue->labels, rows, PyBool_FromLong(cue->natural), cue->unsourced,
                                        rows, (long long)cue->margin, (long long)cue->cost);
    if (one == NULL || PyList_SetItem(found, k, one) != 0) Py_CLEAR(found);
  }
  return found;
}

static PyObject *Kernel_label(PyObject *object, PyObject *arguments) {
  const Kernel *self = (Kernel *)object;
  Arena arena = {{0}, 0, 0};
  PyObject *hidden, *windows, *content, *hints, *result = NULL;
  const float *rows;
  long tokens, count;
  Cue *cues;
  int done;
  if (!PyArg_ParseTuple(arguments, "SOOO", &hidden, &windows, &content, &hints)) return NULL;
  if (!PyList_Check(windows) || !PyList_Check(content) || !PyList_Check(hints)) {
    PyErr_SetString(PyExc_TypeError, "hidden, windows, content, hints");
    return NULL;
  }
  tokens = rows_of(self, hidden, &rows);
  if (tokens < 0) return NULL;
  count = (long)PyList_Size(windows);
  cues = take(&arena, count, sizeof(Cue));
  if (cues != NULL && parse_cues(self, windows, content, hints, tokens, cues, count, &arena)) {
    Py_BEGIN_ALLOW_THREADS
    done = label_cues(self, rows, tokens, cues, count, &arena);
    Py_END_ALLOW_THREADS
    if (done) result = labelled(cues, count);
  }
  if (result == NULL && !PyErr_Occurred()) PyErr_NoMemory();
  release(&arena);
  return result;
}

/* --- the module ---------------------------------------------------------------------------------------------- */

static PyMethodDef Kernel_methods[] = {
    {"read", Kernel_read, METH_VARARGS, "The first part's rows of an article's tokens."},
    {"chances", Kernel_chances, METH_O, "What the first part makes of each token, label by label."},
    {"label", Kernel_label, METH_VARARGS, "The labels of windows."},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot Kernel_slots[] = {
    {Py_tp_doc, "The network's arithmetic with its weights."},
    {Py_tp_init, Kernel_init},
    {Py_tp_dealloc, Kernel_dealloc},
    {Py_tp_methods, Kernel_methods},
    {0, NULL},
};

static PyType_Spec Kernel_spec = {"quotediff.extraction.learned._kernel.Kernel", sizeof(Kernel), 0, Py_TPFLAGS_DEFAULT,
                                  Kernel_slots};

static int add_types(PyObject *module) {
  PyObject *type = PyType_FromModuleAndSpec(module, &Kernel_spec, NULL);
  int status = type == NULL ? -1 : PyModule_AddObjectRef(module, "Kernel", type);
  Py_XDECREF(type);
  loops = loops_here();
  return status;
}

static PyModuleDef_Slot module_slots[] = {
    {Py_mod_exec, add_types},
#ifdef Py_GIL_DISABLED
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static struct PyModuleDef module_definition = {
    PyModuleDef_HEAD_INIT, "_kernel", "The network's arithmetic, compiled.", 0, NULL, module_slots, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__kernel(void) { return PyModuleDef_Init(&module_definition); }
