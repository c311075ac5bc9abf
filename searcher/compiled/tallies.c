/* See tallies.h. */
#include "tallies.h"

#include "answer.h"
#include "values.h"

/* ---- the values that documents have ------------------------------------------------------------------- */

enum { PART_ARRAYS = 3 };

/* The values of all segments, with their arrays, held for as long as this lives. */
typedef struct {
    PyObject_HEAD
    value_table table;
    value_part *parts;
    Py_buffer *views;
} Values;

/* One part of values: (first, starts, values, ordinals or None). */
static int take_part(PyObject *given, Py_buffer *views, value_part *part) {
    static const wanted_array wanted[] = {{"starts", 4, READ}, {"values", 4, READ}, {"ordinals", 4, OPTIONAL}};
    if (!expect(PyTuple_Check(given) && PyTuple_Size(given) == 4, "a part: first, starts, values, ordinals")) return 0;
    size_t first = as_size(PyTuple_GetItem(given, 0));
    for (int i = 0; i < PART_ARRAYS; i++)
        if (!take(PyTuple_GetItem(given, i + 1), &wanted[i], &views[i])) return 0;
    if (!expect(first <= UINT32_MAX && COUNT(views[0]) > 0, "first, starts: one at least")) return 0;
    *part = (value_part){(uint32_t)first,  views[0].buf, COUNT(views[0]) - 1, views[1].buf, COUNT(views[1]),
                         views[2].buf, COUNT(views[2])};
    if (!views[2].obj) part->ordinals = NULL;
    return 1;
}

static void values_clear(Values *self) {
    if (self->views) give_back(self->views, PART_ARRAYS * self->table.number);
    PyMem_Free(self->views);
    PyMem_Free(self->parts);
}

static void values_free(PyObject *object) {
    PyTypeObject *type = Py_TYPE(object);
    values_clear((Values *)object);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(object);
    Py_DECREF(type);
}

/* Values(parts, size) */
static PyObject *values_new(PyTypeObject *type, PyObject *args, PyObject *named) {
    int two = PyTuple_Size(args) == 2 && !(named && PyDict_Size(named));
    if (!expect(two && PyTuple_Check(PyTuple_GetItem(args, 0)), "parts, size")) return NULL;
    PyObject *parts = PyTuple_GetItem(args, 0);
    size_t number = (size_t)PyTuple_Size(parts), size = as_size(PyTuple_GetItem(args, 1));
    Values *self = failed() ? NULL : (Values *)((allocfunc)PyType_GetSlot(type, Py_tp_alloc))(type, 0);
    if (!self) return NULL;
    self->parts = PyMem_Calloc(number + 1, sizeof *self->parts);
    self->views = PyMem_Calloc(PART_ARRAYS * number + 1, sizeof *self->views);
    self->table = (value_table){self->parts, number, size};
    int right = self->parts && self->views && expect(size <= UINT32_MAX, "size");
    for (size_t i = 0; i < number && right; i++) {
        right = take_part(PyTuple_GetItem(parts, (Py_ssize_t)i), self->views + PART_ARRAYS * i, &self->parts[i]);
        if (i) right = right && expect(self->parts[i - 1].first <= self->parts[i].first, "parts in order");
    }
    if (right) return (PyObject *)self;
    if (!failed()) PyErr_NoMemory();
    Py_DECREF(self);
    return NULL;
}

/* count(documents, counts) */
static PyObject *values_count(PyObject *object, PyObject *const *args, Py_ssize_t given) {
    static const wanted_array wanted[] = {{"documents", 4, READ}, {"counts", 4, WRITE}};
    const value_table *table = &((Values *)object)->table;
    Py_buffer views[2];
    PyObject *result = NULL;
    if (!take_all(args, given, 2, wanted, 2, views)) return NULL;
    if (expect(COUNT(views[1]) == table->size, "lengths differ")) {
        int64_t done;
        RUN(COUNT(views[0]), done = count_values(table, views[0].buf, COUNT(views[0]), views[1].buf));
        result = answer(done);
    }
    give_back(views, 2);
    return result;
}

/* Read tuples (first, end, wanted) and make room for what leads in each; false with an error set. */
static int as_spans(const value_table *table, PyObject *given, value_span *spans) {
    for (Py_ssize_t i = 0; i < PyTuple_Size(given); i++) {
        PyObject *three = PyTuple_GetItem(given, i);
        if (!expect(PyTuple_Check(three) && PyTuple_Size(three) == 3, "a span: first, end, wanted")) return 0;
        size_t first = as_size(PyTuple_GetItem(three, 0)), end = as_size(PyTuple_GetItem(three, 1)),
               wanted = as_size(PyTuple_GetItem(three, 2));
        if (!expect(first <= end && end <= table->size, "a span beyond the values")) return 0;
        if (wanted > end - first) wanted = end - first;
        spans[i] = (value_span){first, end, wanted, PyMem_Malloc((wanted + 1) * sizeof(candidate)), 0, 0};
        if (!spans[i].heap) return PyErr_NoMemory() != NULL;
    }
    return 1;
}

/* What leads in a span: ([value, counted from where it begins …], [count …], how many have any). */
static PyObject *led(const value_span *span) {
    PyObject *values = PyList_New((Py_ssize_t)span->held), *counts = PyList_New((Py_ssize_t)span->held);
    for (size_t i = 0; i < span->held && values && counts && !failed(); i++) {
        PyList_SetItem(values, (Py_ssize_t)i, PyLong_FromLongLong(span->heap[i].place));
        PyList_SetItem(counts, (Py_ssize_t)i, PyLong_FromLongLong((int64_t)span->heap[i].key));
    }
    PyObject *three = values && counts && !failed() ? Py_BuildValue("OOn", values, counts, (Py_ssize_t)span->present) : NULL;
    Py_XDECREF(values);
    Py_XDECREF(counts);
    return three;
}

/* leading(documents, whole or None, spans): a list of what leads in each */
static PyObject *values_leading(PyObject *object, PyObject *const *args, Py_ssize_t given) {
    static const wanted_array wanted[] = {{"documents", 4, READ}, {"whole", 8, OPTIONAL}};
    const value_table *table = &((Values *)object)->table;
    Py_buffer views[2];
    PyObject *result = NULL;
    if (!take_all(args, given, 3, wanted, 2, views)) return NULL;
    int right = expect(PyTuple_Check(args[2]), "spans: a tuple") &&
                expect(!views[1].obj || COUNT(views[1]) == table->size, "lengths differ");
    size_t number = right ? (size_t)PyTuple_Size(args[2]) : 0;
    value_span *spans = PyMem_Calloc(number + 1, sizeof *spans);
    if (!spans) PyErr_NoMemory();
    if (spans && right && as_spans(table, args[2], spans)) {
        int64_t done;
        RUN(COUNT(views[0]), done = lead_values(table, views[0].buf, COUNT(views[0]), views[1].obj ? views[1].buf : NULL,
                                                spans, number));
        if (done < 0)
            answer(done);
        else
            result = PyList_New((Py_ssize_t)number);
        for (size_t i = 0; i < number && result; i++) {
            PyObject *three = led(&spans[i]);
            if (!three || PyList_SetItem(result, (Py_ssize_t)i, three) < 0) Py_CLEAR(result);
        }
    }
    for (size_t i = 0; i < number && spans; i++) PyMem_Free(spans[i].heap);
    PyMem_Free(spans);
    give_back(views, 2);
    return result;
}

static PyMethodDef VALUES_METHODS[] = {
    {"count", FAST(values_count), METH_FASTCALL, NULL},
    {"leading", FAST(values_leading), METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot VALUES_SLOTS[] = {
    {Py_tp_new, values_new}, {Py_tp_dealloc, values_free}, {Py_tp_methods, VALUES_METHODS}, {0, NULL}};
static PyType_Spec VALUES = {"searcher._kernel.Values", sizeof(Values), 0, Py_TPFLAGS_DEFAULT, VALUES_SLOTS};

int add_values(PyObject *module) {
    PyObject *type = PyType_FromSpec(&VALUES);
    int added = type ? PyModule_AddObjectRef(module, "Values", type) : -1;
    Py_XDECREF(type);
    return added;
}

/* ---- rows that are shown ------------------------------------------------------------------------------ */

/* A tuple of a kind of tuples, to be filled. Its type says how one of no items is made; what makes one of items makes
   another tuple of these first. */
static PyObject *new_row(PyTypeObject *kind, Py_ssize_t size) {
    allocfunc allocate = (allocfunc)PyType_GetSlot(kind, Py_tp_alloc);
    return allocate(kind, size);
}

/* A row, with the count put into its place. */
static PyObject *with_count(PyObject *row, Py_ssize_t at, PyObject *count) {
    Py_ssize_t size = row && PyTuple_Check(row) ? PyTuple_Size(row) : -1;
    if (!expect(at < size && count, "rows: tuples with a place for the count")) return NULL;
    PyObject *items = new_row(Py_TYPE(row), size);
    for (Py_ssize_t i = 0; i < size && items; i++)
        PyTuple_SetItem(items, i, Py_NewRef(i == at ? count : PyTuple_GetItem(row, i)));
    return items;
}

/* with_counts(rows, places, counts, at): rows[place] with each count as its item `at`; places, counts are lists */
PyObject *py_with_counts(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    (void)module;
    if (!expect(given == 4 && PyList_Check(args[1]) && PyList_Check(args[2]), "rows, places, counts, at")) return NULL;
    Py_ssize_t number = PyList_Size(args[1]), at = PyLong_AsSsize_t(args[3]);
    if (!expect(PyList_Size(args[2]) == number && at >= 0, "lengths differ")) return NULL;
    PyObject *result = PyList_New(number);
    for (Py_ssize_t i = 0; i < number && result && i < PyList_Size(args[1]); i++) {
        PyObject *place = Py_NewRef(PyList_GetItem(args[1], i)); /* whatever rows[place] does to the list */
        PyObject *row = PyObject_GetItem(args[0], place);
        Py_DECREF(place);
        PyObject *made = row ? with_count(row, at, PyList_GetItem(args[2], i)) : NULL;
        Py_XDECREF(row);
        if (!made || PyList_SetItem(result, i, made) < 0) Py_CLEAR(result);
    }
    return result;
}

/* The sum of the counts first … end − 1, as a number; NULL with an error set. */
static PyObject *sum_between(const int64_t *counts, size_t size, int64_t first, int64_t end) {
    int64_t sum = 0;
    if (!expect(first >= 0 && first <= end && (uint64_t)end <= size, "edges: ascending, none behind the counts")) return NULL;
    for (int64_t i = first; i < end; i++) sum += counts[i];
    return PyLong_FromLongLong(sum);
}

/* bars(kind, keys, of, counts, edges): a kind((keys[i], what is counted from edges[i] to edges[i + 1], of[i])) each */
PyObject *py_bars(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    static const wanted_array wanted[] = {{"counts", 8, READ}, {"edges", 8, READ}};
    Py_buffer views[2];
    (void)module;
    if (!expect(given == 5 && PyType_Check(args[0]) && PyType_IsSubtype((PyTypeObject *)args[0], &PyTuple_Type) &&
                    PyList_Check(args[1]) && PyList_Check(args[2]),
                "a kind of tuples, two lists, and two arrays") ||
        !take_all(args + 3, 2, 2, wanted, 2, views))
        return NULL;
    Py_ssize_t number = PyList_Size(args[1]);
    int fit = PyList_Size(args[2]) == number && COUNT(views[1]) == (size_t)number + 1;
    PyObject *result = expect(fit, "lengths differ") ? PyTuple_New(number) : NULL;
    const int64_t *edges = views[1].buf;
    for (Py_ssize_t i = 0; i < number && result; i++) {
        PyObject *count = sum_between(views[0].buf, COUNT(views[0]), edges[i], edges[i + 1]);
        PyObject *bar = count ? new_row((PyTypeObject *)args[0], 3) : NULL;
        if (!bar) {
            Py_XDECREF(count);
            Py_CLEAR(result);
            break;
        }
        PyTuple_SetItem(bar, 0, Py_NewRef(PyList_GetItem(args[1], i)));
        PyTuple_SetItem(bar, 1, count);
        PyTuple_SetItem(bar, 2, Py_NewRef(PyList_GetItem(args[2], i)));
        PyTuple_SetItem(result, i, bar);
    }
    give_back(views, 2);
    return result;
}
