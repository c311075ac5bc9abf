/* The loops for Python: what is passed in is checked here, once (index/compiled/arrays.h), so that loops.c can
   trust lengths and types. What the numbers in arrays are is the loops' business: IndexError for one that names
   what does not exist. */
#include "answer.h"
#include "arrays.h"
#include "loops.h"
#include "tallies.h"
#include "texts.h"

/* Raised with every change of what is here; searcher/kernel.py asks for it, so that a file that was built from
   an older source is never used. */
enum { VERSION = 9 };
enum { MOST_ARRAYS = 9 };

/* ---- a text field ------------------------------------------------------------------------------------- */

enum { POSTINGS, LENGTHS, LONG_PLACES, LONG_COUNTS, POSITIONS, CHECKPOINTS, FAR_PLACES, FAR_POSITIONS, TABLE };
static const wanted_array FIELD[] = {
    {"postings", 4, READ},    {"lengths", 1, READ},     {"long_places", 8, READ},
    {"long_counts", 4, READ}, {"positions", 1, READ},   {"checkpoints", 8, READ},
    {"far_places", 8, READ},  {"far_positions", 4, READ}, {"table", 8, READ},
};

/* The arrays of a text field, held for as long as this lives. */
typedef struct {
    PyObject_HEAD
    Py_buffer views[MOST_ARRAYS];
    text_field field;
} Text;

static void text_fill(text_field *field, const Py_buffer *views, unsigned width) {
    field->postings = views[POSTINGS].buf;
    field->size = COUNT(views[POSTINGS]);
    field->lengths = views[LENGTHS].buf;
    field->documents = COUNT(views[LENGTHS]);
    field->long_places = views[LONG_PLACES].buf;
    field->long_counts = views[LONG_COUNTS].buf;
    field->longs = COUNT(views[LONG_PLACES]);
    field->positions = views[POSITIONS].buf;
    field->position_bytes = COUNT(views[POSITIONS]);
    field->width = width;
    field->checkpoints = views[CHECKPOINTS].buf;
    field->checkpoint_count = COUNT(views[CHECKPOINTS]);
    field->far_places = views[FAR_PLACES].buf;
    field->far_positions = views[FAR_POSITIONS].buf;
    field->fars = COUNT(views[FAR_PLACES]);
    field->table = views[TABLE].buf;
}

static PyObject *text_new(PyTypeObject *type, PyObject *args, PyObject *named) {
    PyObject *given[MOST_ARRAYS + 1];
    Py_buffer views[MOST_ARRAYS];
    Py_ssize_t number = PyTuple_Size(args);
    if (named && PyDict_Size(named)) number = -1;
    for (Py_ssize_t i = 0; i < number && i <= MOST_ARRAYS; i++) given[i] = PyTuple_GetItem(args, i);
    if (!take_all(given, number, MOST_ARRAYS + 1, FIELD, MOST_ARRAYS, views)) return NULL;
    size_t width = as_size(given[MOST_ARRAYS]);
    int right = expect(width >= 8 && width <= 16 && width % 2 == 0, "width: even, 8 … 16") &&
                expect(COUNT(views[TABLE]) == SCORES, "table: 65,536 scores") &&
                expect(COUNT(views[LONG_PLACES]) == COUNT(views[LONG_COUNTS]), "long: as many counts as places") &&
                expect(COUNT(views[FAR_PLACES]) == COUNT(views[FAR_POSITIONS]), "far: as many as places");
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    Text *self = right ? (Text *)allocate(type, 0) : NULL;
    if (!self) {
        give_back(views, MOST_ARRAYS);
        return NULL;
    }
    memcpy(self->views, views, sizeof views);
    text_fill(&self->field, views, (unsigned)width);
    return (PyObject *)self;
}

static void text_free(PyObject *object) {
    PyTypeObject *type = Py_TYPE(object);
    give_back(((Text *)object)->views, MOST_ARRAYS);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(object);
    Py_DECREF(type);
}

/* first, end and (unless NULL) factor of a term; false with an error set where they are not inside the field. */
static int as_range(const text_field *field, PyObject *first, PyObject *end, PyObject *factor, posting_range *range) {
    range->first = as_size(first);
    range->end = as_size(end);
    range->factor = factor ? PyFloat_AsDouble(factor) : 0.0;
    return expect(range->first <= range->end && range->end <= field->size, "postings beyond the field");
}

/* score(documents, scores, first, end, factor) */
static PyObject *text_score(PyObject *self, PyObject *const *args, Py_ssize_t given) {
    static const wanted_array wanted[] = {{"documents", 4, WRITE}, {"scores", 8, WRITE}};
    const text_field *field = &((Text *)self)->field;
    Py_buffer views[2];
    posting_range range;
    PyObject *result = NULL;
    if (!take_all(args, given, 5, wanted, 2, views)) return NULL;
    if (as_range(field, args[2], args[3], args[4], &range) &&
        expect(COUNT(views[0]) == range.end - range.first && COUNT(views[1]) == COUNT(views[0]), "lengths differ")) {
        int64_t done;
        RUN(range.end - range.first, done = score_postings(field, range, views[0].buf, views[1].buf));
        result = answer(done);
    }
    give_back(views, 2);
    return result;
}

static const wanted_array JUDGED[] = {{"asked", 4, READ}, {"mask", 1, WRITE}, {"scores", 8, WRITE}};

static int judged_fit(const Py_buffer *views) {
    return expect(COUNT(views[1]) == COUNT(views[0]) && COUNT(views[2]) == COUNT(views[0]), "lengths differ");
}

/* judge(asked, mask, scores, first, end, factor) */
static PyObject *text_judge(PyObject *self, PyObject *const *args, Py_ssize_t given) {
    const text_field *field = &((Text *)self)->field;
    Py_buffer views[3];
    posting_range range;
    PyObject *result = NULL;
    if (!take_all(args, given, 6, JUDGED, 3, views)) return NULL;
    if (as_range(field, args[3], args[4], args[5], &range) && judged_fit(views)) {
        int64_t done;
        RUN(COUNT(views[0]), done = judge_postings(field, range, views[0].buf, COUNT(views[0]), views[1].buf,
                                                   views[2].buf));
        result = answer(done);
    }
    give_back(views, 3);
    return result;
}

/* keep(documents, scores, kept, kept_scores, first, end, factor): how many of the documents have the term */
static PyObject *text_keep(PyObject *self, PyObject *const *args, Py_ssize_t given) {
    static const wanted_array wanted[] = {
        {"documents", 4, READ}, {"scores", 8, READ}, {"kept", 4, WRITE}, {"kept_scores", 8, WRITE}};
    const text_field *field = &((Text *)self)->field;
    Py_buffer views[4];
    posting_range range;
    PyObject *result = NULL;
    if (!take_all(args, given, 7, wanted, 4, views)) return NULL;
    size_t size = COUNT(views[0]);
    int fit = COUNT(views[1]) == size && COUNT(views[2]) == size && COUNT(views[3]) == size;
    if (as_range(field, args[4], args[5], args[6], &range) && expect(fit, "lengths differ")) {
        found_list found = {views[0].buf, views[1].buf, size, NULL, 0.0};
        int64_t done;
        RUN(size, done = keep_having(field, range, &found, views[2].buf, views[3].buf));
        result = answer(done);
    }
    give_back(views, 4);
    return result;
}

/* Read (first, end, factor, times) of each term and the sequence of terms; false with an error set. */
static int as_sequence(const text_field *field, PyObject *terms, PyObject *order, posting_range *ranges,
                       double *times, uint32_t *sequence) {
    Py_ssize_t number = PyTuple_Size(terms), places = PyTuple_Size(order);
    for (Py_ssize_t i = 0; i < number; i++) {
        PyObject *term = PyTuple_GetItem(terms, i);
        if (!expect(PyTuple_Check(term) && PyTuple_Size(term) == 4, "a term: first, end, factor, times")) return 0;
        if (!as_range(field, PyTuple_GetItem(term, 0), PyTuple_GetItem(term, 1), PyTuple_GetItem(term, 2), &ranges[i]))
            return 0;
        times[i] = PyFloat_AsDouble(PyTuple_GetItem(term, 3));
        if (!expect(times[i] >= 1 && times[i] <= (double)places, "times: 1 … as long as the sequence")) return 0;
    }
    for (Py_ssize_t i = 0; i < places; i++) {
        size_t term = as_size(PyTuple_GetItem(order, i));
        if (!expect(term < (size_t)number, "the sequence: places of terms")) return 0;
        sequence[i] = (uint32_t)term;
    }
    return 1;
}

/* A sequence of terms, held while a loop runs. */
typedef struct {
    posting_range *ranges;
    double *times;
    uint32_t *order;
    term_sequence sequence;
} Sequence;

/* Take terms, which are tuples (first, end, factor, times), order and slop; false with an error set. */
static int take_sequence(const text_field *field, PyObject *terms, PyObject *order, PyObject *slop, Sequence *taken) {
    memset(taken, 0, sizeof *taken);
    if (!expect(PyTuple_Check(terms) && PyTuple_Check(order), "tuples are wanted")) return 0;
    size_t number = (size_t)PyTuple_Size(terms), places = (size_t)PyTuple_Size(order);
    if (!expect(number && number <= places && places <= UINT16_MAX, "a sequence of terms is wanted")) return 0;
    taken->ranges = PyMem_Calloc(number, sizeof *taken->ranges);
    taken->times = PyMem_Calloc(number, sizeof *taken->times);
    taken->order = PyMem_Calloc(places, sizeof *taken->order);
    if (!taken->ranges || !taken->times || !taken->order) return PyErr_NoMemory() != NULL;
    if (!as_sequence(field, terms, order, taken->ranges, taken->times, taken->order)) return 0;
    taken->sequence =
        (term_sequence){taken->ranges, taken->times, number, taken->order, places, PyLong_AsLongLong(slop)};
    return expect(taken->sequence.slop < UINT32_MAX, "slop");
}

static void give_back_sequence(Sequence *taken) {
    PyMem_Free(taken->ranges);
    PyMem_Free(taken->times);
    PyMem_Free(taken->order);
}

/* stand_together(asked, mask, scores, terms, order, slop) */
static PyObject *text_stand_together(PyObject *self, PyObject *const *args, Py_ssize_t given) {
    const text_field *field = &((Text *)self)->field;
    Py_buffer views[3];
    Sequence taken = {0};
    PyObject *result = NULL;
    if (!take_all(args, given, 6, JUDGED, 3, views)) return NULL;
    if (judged_fit(views) && take_sequence(field, args[3], args[4], args[5], &taken)) {
        int64_t done;
        RUN(COUNT(views[0]), done = stand_together(field, &taken.sequence, views[0].buf, COUNT(views[0]), views[1].buf,
                                                   views[2].buf));
        result = answer(done);
    }
    give_back_sequence(&taken);
    give_back(views, 3);
    return result;
}

/* find_together(documents, scores, terms, order, slop) */
static PyObject *text_find_together(PyObject *self, PyObject *const *args, Py_ssize_t given) {
    static const wanted_array wanted[] = {{"documents", 4, WRITE}, {"scores", 8, WRITE}};
    const text_field *field = &((Text *)self)->field;
    Py_buffer views[2];
    Sequence taken = {0};
    PyObject *result = NULL;
    if (!take_all(args, given, 5, wanted, 2, views)) return NULL;
    if (take_sequence(field, args[2], args[3], args[4], &taken)) {
        size_t most = taken.ranges[0].end - taken.ranges[0].first;
        if (expect(COUNT(views[0]) >= most && COUNT(views[1]) >= most, "documents, scores: too short")) {
            int64_t done;
            RUN(most, done = find_together(field, &taken.sequence, views[0].buf, views[1].buf));
            result = answer(done);
        }
    }
    give_back_sequence(&taken);
    give_back(views, 2);
    return result;
}

/* unite(documents, ranges, size): ranges are tuples (first, end) */
static PyObject *text_unite(PyObject *self, PyObject *const *args, Py_ssize_t given) {
    static const wanted_array wanted[] = {{"documents", 4, WRITE}};
    const text_field *field = &((Text *)self)->field;
    Py_buffer view;
    PyObject *result = NULL;
    if (!take_all(args, given, 3, wanted, 1, &view)) return NULL;
    size_t size = as_size(args[2]), all = 0;
    int right = expect(PyTuple_Check(args[1]), "ranges: a tuple");
    size_t number = right ? (size_t)PyTuple_Size(args[1]) : 0;
    const uint32_t **lists = PyMem_Calloc(number + 1, sizeof *lists);
    size_t *sizes = PyMem_Calloc(number + 1, sizeof *sizes);
    for (size_t i = 0; i < number && right && lists && sizes; i++) {
        PyObject *pair = PyTuple_GetItem(args[1], (Py_ssize_t)i);
        posting_range range = {0, 0, 0.0};
        right = expect(PyTuple_Check(pair) && PyTuple_Size(pair) == 2, "a range: first, end") &&
                as_range(field, PyTuple_GetItem(pair, 0), PyTuple_GetItem(pair, 1), NULL, &range);
        lists[i] = field->postings + range.first;
        all += sizes[i] = range.end - range.first;
    }
    if (!lists || !sizes)
        PyErr_NoMemory();
    else if (right && expect(COUNT(view) >= (size < all ? size : all), "documents: too short")) {
        int64_t done;
        RUN(all + size / 64, done = unite(lists, sizes, number, FREQUENCY_BITS, size, view.buf));
        result = answer(done);
    }
    PyMem_Free(lists);
    PyMem_Free(sizes);
    give_back(&view, 1);
    return result;
}

static PyMethodDef TEXT_METHODS[] = {
    {"score", FAST(text_score), METH_FASTCALL, NULL},
    {"judge", FAST(text_judge), METH_FASTCALL, NULL},
    {"keep", FAST(text_keep), METH_FASTCALL, NULL},
    {"stand_together", FAST(text_stand_together), METH_FASTCALL, NULL},
    {"find_together", FAST(text_find_together), METH_FASTCALL, NULL},
    {"unite", FAST(text_unite), METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot TEXT_SLOTS[] = {
    {Py_tp_new, text_new}, {Py_tp_dealloc, text_free}, {Py_tp_methods, TEXT_METHODS}, {0, NULL}};
static PyType_Spec TEXT = {"searcher._kernel.Text", sizeof(Text), 0, Py_TPFLAGS_DEFAULT, TEXT_SLOTS};

/* ---- lists of documents ------------------------------------------------------------------------------- */

/* contains(documents, asked, mask) */
static PyObject *py_contains(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    static const wanted_array wanted[] = {{"documents", 4, READ}, {"asked", 4, READ}, {"mask", 1, WRITE}};
    Py_buffer views[3];
    PyObject *result = NULL;
    (void)module;
    if (!take_all(args, given, 3, wanted, 3, views)) return NULL;
    size_t size = COUNT(views[1]);
    if (expect(COUNT(views[2]) == size, "lengths differ")) {
        RUN(size, contains(views[0].buf, COUNT(views[0]), views[1].buf, size, views[2].buf));
        result = answer((int64_t)size);
    }
    give_back(views, 3);
    return result;
}

/* One list of `merge`: (documents, scores), or (text, first, end, factor), a term. */
static int take_found(PyObject *given, Py_buffer *views, found_list *list) {
    static const wanted_array wanted[] = {{"documents", 4, READ}, {"scores", 8, READ}};
    Py_ssize_t size = PyTuple_Check(given) ? PyTuple_Size(given) : 0;
    if (size == 4 && PyType_GetSlot(Py_TYPE(PyTuple_GetItem(given, 0)), Py_tp_new) == (void *)text_new) {
        const text_field *field = &((Text *)PyTuple_GetItem(given, 0))->field;
        posting_range range;
        if (!as_range(field, PyTuple_GetItem(given, 1), PyTuple_GetItem(given, 2), PyTuple_GetItem(given, 3), &range))
            return 0;
        *list = (found_list){field->postings + range.first, NULL, range.end - range.first, field, range.factor};
        return 1;
    }
    if (!expect(size == 2, "a list: documents, scores, or text, first, end, factor")) return 0;
    if (!take(PyTuple_GetItem(given, 0), &wanted[0], &views[0])) return 0;
    if (!take(PyTuple_GetItem(given, 1), &wanted[1], &views[1])) return 0;
    *list = (found_list){views[0].buf, views[1].buf, COUNT(views[0]), NULL, 0.0};
    return expect(COUNT(views[1]) == list->size, "lengths differ");
}

/* merge(documents, scores, lists, minimum, size) */
static PyObject *py_merge(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    static const wanted_array wanted[] = {{"documents", 4, WRITE}, {"scores", 8, WRITE}};
    Py_buffer out[2];
    PyObject *result = NULL;
    (void)module;
    if (!take_all(args, given, 5, wanted, 2, out)) return NULL;
    size_t minimum = as_size(args[3]), size = as_size(args[4]), all = 0;
    int right = expect(PyTuple_Check(args[2]) && minimum <= UINT32_MAX && size <= UINT32_MAX, "lists, minimum, size");
    size_t number = right ? (size_t)PyTuple_Size(args[2]) : 0;
    Py_buffer *views = PyMem_Calloc(2 * number + 1, sizeof *views);
    found_list *lists = PyMem_Calloc(number + 1, sizeof *lists);
    for (size_t i = 0; i < number && right && views && lists; i++) {
        right = take_found(PyTuple_GetItem(args[2], (Py_ssize_t)i), &views[2 * i], &lists[i]);
        all += lists[i].size;
    }
    size_t most = size < all ? size : all;
    if (!views || !lists)
        PyErr_NoMemory();
    else if (right && expect(COUNT(out[0]) >= most && COUNT(out[1]) >= most, "documents, scores: too short")) {
        int64_t done;
        RUN(all, done = merge(lists, number, (uint32_t)minimum, size, out[0].buf, out[1].buf));
        result = answer(done);
    }
    if (views) give_back(views, 2 * number);
    PyMem_Free(views);
    PyMem_Free(lists);
    give_back(out, 2);
    return result;
}

/* keep(mask, documents, scores, more or None, kept, kept_scores) */
static PyObject *py_keep(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    static const wanted_array wanted[] = {{"mask", 1, READ},      {"documents", 4, READ}, {"scores", 8, READ},
                                          {"more", 8, OPTIONAL}, {"kept", 4, WRITE},     {"kept_scores", 8, WRITE}};
    Py_buffer views[6];
    PyObject *result = NULL;
    (void)module;
    if (!take_all(args, given, 6, wanted, 6, views)) return NULL;
    size_t size = COUNT(views[0]), kept = 0;
    int right = !views[3].obj || COUNT(views[3]) == size;
    for (int i = 1; i < 6; i++) right = right && (i == 3 || COUNT(views[i]) == size);
    if (expect(right, "lengths differ")) {
        RUN(size, kept = keep(views[0].buf, views[1].buf, views[2].buf, views[3].buf, size, views[4].buf, views[5].buf));
        result = answer((int64_t)kept);
    }
    give_back(views, 6);
    return result;
}

/* The first three arrays of `wanted, documents, kept, scores, kept_scores`, or all. */
static PyObject *choose_of(PyObject *const *args, Py_ssize_t given, int scored) {
    static const wanted_array with[] = {{"wanted", 1, READ}, {"documents", 4, READ}, {"kept", 4, WRITE},
                                        {"scores", 8, READ}, {"kept_scores", 8, WRITE}};
    size_t arrays = scored ? 5 : 3;
    Py_buffer views[5];
    PyObject *result = NULL;
    if (!take_all(args, given, (Py_ssize_t)arrays, with, arrays, views)) return NULL;
    size_t size = COUNT(views[1]);
    int fit = 1;
    for (size_t i = 2; i < arrays; i++) fit = fit && COUNT(views[i]) == size;
    if (expect(fit, "lengths differ")) {
        int64_t done;
        RUN(size, done = choose(views[0].buf, COUNT(views[0]), views[1].buf, scored ? views[3].buf : NULL, size,
                                views[2].buf, scored ? views[4].buf : NULL));
        result = answer(done);
    }
    give_back(views, arrays);
    return result;
}

/* choose(wanted, documents, kept, scores, kept_scores) */
static PyObject *py_choose(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    (void)module;
    return choose_of(args, given, 1);
}

/* passing(wanted, documents, kept) */
static PyObject *py_passing(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    (void)module;
    return choose_of(args, given, 0);
}

/* in_days(days, documents, kept, first, last, undated) */
static PyObject *py_in_days(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    static const wanted_array wanted[] = {{"days", 4, READ}, {"documents", 4, READ}, {"kept", 4, WRITE}};
    Py_buffer views[3];
    PyObject *result = NULL;
    (void)module;
    if (!take_all(args, given, 6, wanted, 3, views)) return NULL;
    long first = PyLong_AsLong(args[3]), last = PyLong_AsLong(args[4]);
    int undated = PyObject_IsTrue(args[5]), days = first >= 0 && first <= INT32_MAX && last >= 0 && last <= INT32_MAX;
    size_t size = COUNT(views[1]);
    if (expect(days, "days") && expect(COUNT(views[2]) == size, "lengths differ")) {
        period within = {views[0].buf, COUNT(views[0]), (int32_t)first, (int32_t)last, undated};
        int64_t done;
        RUN(size, done = in_days(&within, views[1].buf, size, views[2].buf));
        result = answer(done);
    }
    give_back(views, 3);
    return result;
}

/* unite(documents, lists, size) */
static PyObject *py_unite(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    static const wanted_array wanted[] = {{"documents", 4, WRITE}};
    static const wanted_array listed = {"a list: documents", 4, READ};
    Py_buffer out;
    PyObject *result = NULL;
    (void)module;
    if (!take_all(args, given, 3, wanted, 1, &out)) return NULL;
    size_t size = as_size(args[2]), all = 0;
    int right = expect(PyTuple_Check(args[1]) && size <= UINT32_MAX, "lists, size");
    size_t number = right ? (size_t)PyTuple_Size(args[1]) : 0;
    Py_buffer *views = PyMem_Calloc(number + 1, sizeof *views);
    const uint32_t **lists = PyMem_Calloc(number + 1, sizeof *lists);
    size_t *sizes = PyMem_Calloc(number + 1, sizeof *sizes);
    for (size_t i = 0; i < number && right && views && lists && sizes; i++) {
        right = take(PyTuple_GetItem(args[1], (Py_ssize_t)i), &listed, &views[i]);
        lists[i] = views[i].buf;
        all += sizes[i] = right ? COUNT(views[i]) : 0;
    }
    if (!views || !lists || !sizes)
        PyErr_NoMemory();
    else if (right && expect(COUNT(out) >= (size < all ? size : all), "documents: too short")) {
        int64_t done;
        RUN(all + size / 64, done = unite(lists, sizes, number, 0, size, out.buf));
        result = answer(done);
    }
    if (views) give_back(views, number);
    PyMem_Free(views);
    PyMem_Free(lists);
    PyMem_Free(sizes);
    give_back(&out, 1);
    return result;
}

/* ---- order and counts --------------------------------------------------------------------------------- */

/* best(documents, scores or None, ranks, places): as many as there are places */
static PyObject *py_best(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    static const wanted_array wanted[] = {
        {"documents", 4, READ}, {"scores", 8, OPTIONAL}, {"ranks", 4, READ}, {"places", 8, WRITE}};
    Py_buffer views[4];
    PyObject *result = NULL;
    (void)module;
    if (!take_all(args, given, 4, wanted, 4, views)) return NULL;
    size_t size = COUNT(views[0]);
    if (expect((!views[1].obj || COUNT(views[1]) == size) && COUNT(views[3]) <= size, "lengths differ")) {
        int64_t done;
        RUN(size, done = best(views[0].buf, views[1].buf, size, views[2].buf, COUNT(views[2]), COUNT(views[3]),
                              views[3].buf));
        result = answer(done);
    }
    give_back(views, 4);
    return result;
}

/* without(live, documents, others) */
static PyObject *py_without(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    static const wanted_array wanted[] = {{"live", 1, READ}, {"documents", 4, READ}, {"others", 4, WRITE}};
    Py_buffer views[3];
    PyObject *result = NULL;
    (void)module;
    if (!take_all(args, given, 3, wanted, 3, views)) return NULL;
    size_t size = COUNT(views[0]);
    if (expect(COUNT(views[2]) == size, "lengths differ")) {
        int64_t done;
        RUN(size, done = without(views[0].buf, size, views[1].buf, COUNT(views[1]), views[2].buf));
        result = answer(done);
    }
    give_back(views, 3);
    return result;
}

/* count_numbers(numbers, documents, counts) */
static PyObject *py_count_numbers(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    static const wanted_array wanted[] = {{"numbers", 4, READ}, {"documents", 4, READ}, {"counts", 8, WRITE}};
    Py_buffer views[3];
    int64_t done;
    (void)module;
    if (!take_all(args, given, 3, wanted, 3, views)) return NULL;
    RUN(COUNT(views[1]), done = count_numbers(views[0].buf, COUNT(views[0]), views[1].buf, COUNT(views[1]),
                                              views[2].buf, COUNT(views[2])));
    give_back(views, 3);
    return answer(done);
}

/* extent(counts): (first, last) that is not 0, or None */
static PyObject *py_extent(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    static const wanted_array wanted[] = {{"counts", 8, READ}};
    Py_buffer view;
    (void)module;
    if (!take_all(args, given, 1, wanted, 1, &view)) return NULL;
    const int64_t *counts = view.buf;
    size_t first = 0, end = COUNT(view);
    while (first < end && !counts[first]) first++;
    while (first < end && !counts[end - 1]) end--;
    give_back(&view, 1);
    if (first == end) return Py_NewRef(Py_None);
    return Py_BuildValue("nn", (Py_ssize_t)first, (Py_ssize_t)end - 1);
}

/* leading(counts, values): (how many values were written, how many have counts) */
static PyObject *py_leading(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    static const wanted_array wanted[] = {{"counts", 8, READ}, {"values", 8, WRITE}};
    Py_buffer views[2];
    int64_t done;
    (void)module;
    if (!take_all(args, given, 2, wanted, 2, views)) return NULL;
    size_t size = COUNT(views[0]), present = 0;
    RUN(size, done = leading(views[0].buf, size, COUNT(views[1]), views[1].buf, &present));
    give_back(views, 2);
    return done < 0 ? answer(done) : Py_BuildValue("nn", (Py_ssize_t)done, (Py_ssize_t)present);
}

/* find_term(terms, starts, wanted) */
static PyObject *py_find_term(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    static const wanted_array wanted[] = {{"terms", 1, READ}, {"starts", 8, READ}, {"wanted", 1, READ}};
    Py_buffer views[3];
    PyObject *result = NULL;
    (void)module;
    if (!take_all(args, given, 3, wanted, 3, views)) return NULL;
    if (expect(COUNT(views[1]) > 0, "starts: one at least"))
        result = answer(find_term(views[0].buf, COUNT(views[0]), views[1].buf, COUNT(views[1]) - 1, views[2].buf,
                                  COUNT(views[2])));
    give_back(views, 3);
    return result;
}

/* One list of `rank_terms`: (terms, starts, ranks). */
static int take_terms(PyObject *given, Py_buffer *views, term_list *list) {
    static const wanted_array wanted[] = {{"terms", 1, READ}, {"starts", 8, READ}, {"ranks", 4, WRITE}};
    if (!expect(PyTuple_Check(given) && PyTuple_Size(given) == 3, "a list: terms, starts, ranks")) return 0;
    for (int i = 0; i < 3; i++)
        if (!take(PyTuple_GetItem(given, i), &wanted[i], &views[i])) return 0;
    *list = (term_list){views[0].buf, COUNT(views[0]), views[1].buf, COUNT(views[2]), views[2].buf};
    return expect(COUNT(views[1]) == list->size + 1, "lengths differ");
}

/* rank_terms(lists) */
static PyObject *py_rank_terms(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    PyObject *result = NULL;
    (void)module;
    if (!expect(given == 1 && PyTuple_Check(args[0]), "lists: a tuple")) return NULL;
    size_t number = (size_t)PyTuple_Size(args[0]), all = 0;
    Py_buffer *views = PyMem_Calloc(3 * number + 1, sizeof *views);
    term_list *lists = PyMem_Calloc(number + 1, sizeof *lists);
    int right = views && lists;
    if (!right) PyErr_NoMemory();
    for (size_t i = 0; i < number && right; i++) {
        right = take_terms(PyTuple_GetItem(args[0], (Py_ssize_t)i), &views[3 * i], &lists[i]);
        all += lists[i].size;
    }
    if (right && expect(all <= UINT32_MAX, "too many terms")) {
        int64_t done;
        RUN(all, done = rank_terms(lists, number));
        result = answer(done);
    }
    if (views) give_back(views, 3 * number);
    PyMem_Free(views);
    PyMem_Free(lists);
    return result;
}

static PyMethodDef FUNCTIONS[] = {
    {"bars", FAST(py_bars), METH_FASTCALL, NULL},
    {"with_counts", FAST(py_with_counts), METH_FASTCALL, NULL},
    {"pieces", FAST(py_pieces), METH_FASTCALL, NULL},
    {"excerpts", FAST(py_excerpts), METH_FASTCALL, NULL},
    {"hit", FAST(py_hit), METH_FASTCALL, NULL},
    {"rank_terms", FAST(py_rank_terms), METH_FASTCALL, NULL},
    {"contains", FAST(py_contains), METH_FASTCALL, NULL},
    {"merge", FAST(py_merge), METH_FASTCALL, NULL},
    {"keep", FAST(py_keep), METH_FASTCALL, NULL},
    {"choose", FAST(py_choose), METH_FASTCALL, NULL},
    {"passing", FAST(py_passing), METH_FASTCALL, NULL},
    {"in_days", FAST(py_in_days), METH_FASTCALL, NULL},
    {"unite", FAST(py_unite), METH_FASTCALL, NULL},
    {"best", FAST(py_best), METH_FASTCALL, NULL},
    {"without", FAST(py_without), METH_FASTCALL, NULL},
    {"count_numbers", FAST(py_count_numbers), METH_FASTCALL, NULL},
    {"extent", FAST(py_extent), METH_FASTCALL, NULL},
    {"leading", FAST(py_leading), METH_FASTCALL, NULL},
    {"find_term", FAST(py_find_term), METH_FASTCALL, NULL},
    {NULL, NULL, 0, NULL},
};

static int fill_module(PyObject *module) {
    if (add_values(module) < 0) return -1;
    return add_type_and_version(module, &TEXT, "Text", VERSION);
}

static PyModuleDef_Slot SLOTS[] = {{Py_mod_exec, fill_module}, {0, NULL}};
static struct PyModuleDef MODULE = {
    PyModuleDef_HEAD_INIT, "searcher._kernel", "See searcher/compiled/loops.h.", 0, FUNCTIONS, SLOTS, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__kernel(void) { return PyModuleDef_Init(&MODULE); }
