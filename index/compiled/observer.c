/* What observers look for in texts, for Python: what observing.c finds, as arrays. */
#include "arrays.h"
#include "observing.h"

/* Raised with every change of what is here; index/observing_compiled.py asks for it. */
enum { VERSION = 2 };
enum { ROWS = 1 << 16 };

/* The code points of a text, to be freed with PyMem_Free: 1, 0 where Python must read it, -1 with an error set. */
static int take_text(PyObject *written, PyObject *classes, observed_text *text) {
    char *bytes;
    Py_ssize_t known, size = PyUnicode_GetLength(written);
    memset(text, 0, sizeof *text);
    if (size < 0 || PyBytes_AsStringAndSize(classes, &bytes, &known) < 0) return -1;
    uint32_t *points = PyMem_Malloc(((size_t)size + 1) * sizeof *points);
    *text = (observed_text){points, (size_t)size, (const uint8_t *)bytes, (size_t)known};
    if (!points) return PyErr_NoMemory() ? 0 : -1;
    if (!PyUnicode_AsUCS4(written, points, size + 1, 1)) return -1;
    return is_known(text);
}

static void free_text(observed_text *text) { PyMem_Free((void *)text->points); }

/* ---- rows of names ------------------------------------------------------------------------------------ */

/* The row that Python gives a name; ROWS with an error set. */
static size_t ask_row(PyObject *ask, PyObject *written, text_span at) {
    PyObject *name = PyUnicode_Substring(written, (Py_ssize_t)at.begin, (Py_ssize_t)at.end);
    PyObject *told = name ? PyObject_CallFunctionObjArgs(ask, name, NULL) : NULL;
    size_t row = told ? as_size(told) : ROWS;
    Py_XDECREF(name);
    Py_XDECREF(told);
    return !failed() && expect(row < ROWS, "a row is below 65536") ? row : ROWS;
}

/* Put down the rows of the first names, each once; how many, SIZE_MAX with an error set. */
static size_t find_rows(const observed_text *text, PyObject *written, PyObject *ask, size_t most, uint16_t *rows) {
    uint8_t seen[ROWS / 8];
    memset(seen, 0, sizeof seen);
    size_t count = 0, place = 0;
    text_name name;
    while (count < most && next_name(text, &place, &name)) {
        size_t row = name.plain ? name.sum % ROWS : ask_row(ask, written, name.at);
        if (row == ROWS) return SIZE_MAX;
        if (seen[row / 8] >> row % 8 & 1) continue;
        seen[row / 8] = (uint8_t)(seen[row / 8] | 1u << row % 8);
        rows[count++] = (uint16_t)row;
    }
    return count;
}

/* named_rows(text, classes, ask, most): u16 of each row, as bytes; None where Python must */
static PyObject *py_named_rows(PyObject *module, PyObject *args) {
    PyObject *written, *classes, *ask, *result = NULL;
    Py_ssize_t most;
    (void)module;
    if (!PyArg_ParseTuple(args, "USOn", &written, &classes, &ask, &most)) return NULL;
    observed_text text;
    int taken = take_text(written, classes, &text);
    size_t room = taken > 0 && most > 0 ? (size_t)most < text.size ? (size_t)most : text.size : 0;
    uint16_t *rows = PyMem_Malloc((room + 1) * sizeof *rows);
    if (!rows) PyErr_NoMemory();
    if (!taken) result = Py_NewRef(Py_None);
    if (taken > 0 && rows) {
        size_t count = find_rows(&text, written, ask, room, rows);
        if (count != SIZE_MAX)
            result = PyBytes_FromStringAndSize((const char *)rows, (Py_ssize_t)(count * sizeof *rows));
    }
    PyMem_Free(rows);
    free_text(&text);
    return result;
}

/* ---- cues beside spans -------------------------------------------------------------------------------- */

/* What a dictionary says of a word; -1 with an error set. */
static long look_up(PyObject *cues, PyObject *written, text_span at) {
    PyObject *word = PyUnicode_Substring(written, (Py_ssize_t)at.begin, (Py_ssize_t)at.end);
    PyObject *told = word ? PyObject_GetItem(cues, word) : NULL;
    long cue = told ? PyLong_AsLong(told) : -1;
    Py_XDECREF(word);
    Py_XDECREF(told);
    return cue;
}

/* The cue beside a span: that of the word behind, else of the word before; -1 with an error set. */
static long cue_beside(const observed_text *text, PyObject *written, const int32_t *span, PyObject *left,
                       PyObject *right) {
    if (!expect(span[0] >= 0 && span[0] <= span[1] && (size_t)span[1] <= text->size, "a span outside the text"))
        return -1;
    text_span at = word_after(text, (size_t)span[1]);
    long cue = at.begin < at.end ? look_up(right, written, at) : 0;
    if (cue) return cue;
    at = word_before(text, (size_t)span[0]);
    return at.begin < at.end ? look_up(left, written, at) : 0;
}

/* cues_beside(text, classes, left, right, spans: i32 (n, 2)): one byte for each, as bytes; None where Python must */
static PyObject *py_cues_beside(PyObject *module, PyObject *args) {
    static const wanted_array wanted = {"spans", 4, READ};
    PyObject *written, *classes, *left, *right, *given, *result = NULL;
    Py_buffer spans;
    (void)module;
    if (!PyArg_ParseTuple(args, "USOOO", &written, &classes, &left, &right, &given)) return NULL;
    if (!take(given, &wanted, &spans)) return NULL;
    observed_text text;
    int taken = take_text(written, classes, &text);
    if (!taken) result = Py_NewRef(Py_None);
    size_t count = COUNT(spans) / 2;
    if (taken > 0) {
        char *cues = PyMem_Malloc(count + 1);
        long cue = cues ? 0 : -1;
        if (!cues) PyErr_NoMemory();
        for (size_t i = 0; cue >= 0 && i < count; i++) {
            cue = cue_beside(&text, written, (const int32_t *)spans.buf + 2 * i, left, right);
            cues[i] = (char)cue;
        }
        if (cue >= 0) result = PyBytes_FromStringAndSize(cues, (Py_ssize_t)count);
        PyMem_Free(cues);
    }
    free_text(&text);
    give_back(&spans, 1);
    return result;
}

/* ---- lines at the edges ------------------------------------------------------------------------------- */

/* The key that Python gives a line; false with an error set. */
static int ask_key(PyObject *ask, PyObject *written, text_span line, uint64_t *key) {
    PyObject *told = PyUnicode_Substring(written, (Py_ssize_t)line.begin, (Py_ssize_t)line.end);
    PyObject *number = told ? PyObject_CallFunctionObjArgs(ask, told, NULL) : NULL;
    *key = number ? PyLong_AsUnsignedLongLong(number) : 0;
    Py_XDECREF(told);
    Py_XDECREF(number);
    return !failed();
}

/* edge_keys(text, classes, ask, crc, adler, longest): u64 of each line that is not longer, as bytes; None where
   Python must */
static PyObject *py_edge_keys(PyObject *module, PyObject *args) {
    PyObject *written, *classes, *ask, *result = NULL;
    unsigned int crc, adler;
    Py_ssize_t longest;
    (void)module;
    if (!PyArg_ParseTuple(args, "USOIIn", &written, &classes, &ask, &crc, &adler, &longest)) return NULL;
    observed_text text;
    uint64_t keys[HEAD_LINES + FOOT_LINES];
    text_span lines[HEAD_LINES + FOOT_LINES];
    int taken = take_text(written, classes, &text);
    size_t found = taken > 0 ? edge_lines(&text, lines) : 0, count = 0;
    for (size_t i = 0; i < found && taken > 0; i++) {
        line_sums sums = {crc, adler};
        if ((Py_ssize_t)(lines[i].end - lines[i].begin) > longest) continue;
        if (sum_line(&text, lines[i], &sums))
            keys[count++] = (uint64_t)sums.crc << 32 | sums.adler;
        else if (!ask_key(ask, written, lines[i], &keys[count++]))
            taken = -1;
    }
    if (!taken) result = Py_NewRef(Py_None);
    if (taken > 0) result = PyBytes_FromStringAndSize((const char *)keys, (Py_ssize_t)(count * sizeof *keys));
    free_text(&text);
    return result;
}

static PyMethodDef FUNCTIONS[] = {{"edge_keys", py_edge_keys, METH_VARARGS, NULL},
                                  {"named_rows", py_named_rows, METH_VARARGS, NULL},
                                  {"cues_beside", py_cues_beside, METH_VARARGS, NULL},
                                  {NULL, NULL, 0, NULL}};

static int fill_module(PyObject *module) {
    fill_sums();
    return PyModule_AddIntConstant(module, "VERSION", VERSION);
}

static PyModuleDef_Slot SLOTS[] = {{Py_mod_exec, fill_module}, {0, NULL}};
static struct PyModuleDef MODULE = {
    PyModuleDef_HEAD_INIT, "index._observing", "See index/compiled/observing.h.", 0, FUNCTIONS, SLOTS, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__observing(void) { return PyModuleDef_Init(&MODULE); }
