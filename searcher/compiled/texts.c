/* See texts.h. */
#include "texts.h"

#include "excerpts.h"
#include "loops.h"
#include "pieces.h"

/* ---- pieces --------------------------------------------------------------------------------------------- */

/* Append (start, text) of each piece to a list; false with an error set. */
static int add_pieces(PyObject *list, piece_search *search) {
    piece found;
    while (next_piece(search, &found)) {
        const char *text = (const char *)search->text.bytes + found.first;
        PyObject *pair = Py_BuildValue("ns#", (Py_ssize_t)found.start, text, (Py_ssize_t)(found.end - found.first));
        int added = pair ? PyList_Append(list, pair) : -1;
        Py_XDECREF(pair);
        if (added < 0) return 0;
    }
    return 1;
}

/* The traces of a tuple of bytes, to be freed; NULL with an error set. */
static byte_string *take_traces(PyObject *tuple, size_t *number) {
    *number = (size_t)PyTuple_Size(tuple);
    byte_string *traces = PyMem_Calloc(*number + 1, sizeof *traces);
    if (!traces) PyErr_NoMemory();
    for (size_t i = 0; i < *number && traces; i++) {
        PyObject *trace = PyTuple_GetItem(tuple, (Py_ssize_t)i);
        if (expect(PyBytes_Check(trace), "traces are bytes")) {
            traces[i] = (byte_string){(const uint8_t *)PyBytes_AsString(trace), (size_t)PyBytes_Size(trace)};
        } else {
            PyMem_Free(traces);
            return NULL;
        }
    }
    return traces;
}

/* Begin to search a text; false with an error set. To be ended in any case. */
static int begin(piece_search *search, PyObject *text, const byte_string *traces, size_t number) {
    Py_ssize_t size;
    const char *bytes = PyUnicode_AsUTF8AndSize(text, &size);
    *search = (piece_search){.at = 0};
    if (!bytes) return 0;
    if (begin_pieces(search, (byte_string){(const uint8_t *)bytes, (size_t)size}, traces, number) < 0) PyErr_NoMemory();
    return !failed();
}

/* pieces(text, traces): a list of (start, piece); traces are a tuple of bytes */
PyObject *py_pieces(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    (void)module;
    if (!expect(given == 2 && PyUnicode_Check(args[0]) && PyTuple_Check(args[1]), "a text, and traces")) return NULL;
    size_t number;
    byte_string *traces = take_traces(args[1], &number);
    if (!traces) return NULL;
    piece_search search;
    PyObject *result = begin(&search, args[0], traces, number) ? PyList_New(0) : NULL;
    if (result && !add_pieces(result, &search)) Py_CLEAR(result);
    end_pieces(&search);
    PyMem_Free(traces);
    return result;
}

/* ---- excerpts ------------------------------------------------------------------------------------------- */

enum { KINDS_KEPT = 32 };

/* A text whose sentences are asked for, as Python has it. An error that is met is set, and shows at the end. */
typedef struct {
    PyObject *text, *exact, *folded; /* the tables of index.lang.sentences.SentenceSplitter */
    const uint32_t *points;
    uint32_t asked[KINDS_KEPT]; /* what was asked for last, 0 for nothing */
    uint8_t kinds[KINDS_KEPT];
} python_text;

static int says(PyObject *letter, const char *method) {
    PyObject *said = PyObject_CallMethod(letter, method, NULL);
    int yes = said == Py_True;
    Py_XDECREF(said);
    return yes;
}

static unsigned python_kind(void *with, uint32_t point) {
    python_text *text = with;
    size_t place = point % KINDS_KEPT;
    if (text->asked[place] == point) return text->kinds[place];
    PyObject *letter = failed() ? NULL : PyUnicode_FromOrdinal((int)point);
    if (!letter) return 0;
    unsigned kind = (says(letter, "isspace") ? SPACE : 0) | (says(letter, "isalnum") ? ALNUM : 0) |
                    (says(letter, "islower") ? LOWER : 0) | (says(letter, "isupper") ? UPPER : 0) |
                    (says(letter, "isdigit") ? DIGIT : 0) | (says(letter, "isdecimal") ? DECIMAL : 0);
    Py_DECREF(letter);
    text->asked[place] = point;
    text->kinds[place] = (uint8_t)kind;
    return kind;
}

/* What a table says of a word; NO_ABBREVIATION where it has none. */
static int told(PyObject *table, PyObject *word) {
    PyObject *found = word ? PyDict_GetItemWithError(table, word) : NULL;
    if (!found || !PyUnicode_Check(found)) return NO_ABBREVIATION;
    if (!PyUnicode_CompareWithASCIIString(found, "name")) return A_NAME;
    return PyUnicode_CompareWithASCIIString(found, "number") ? EITHER : A_NUMBER;
}

static int python_follows(void *with, const uint32_t *word, size_t size) {
    const python_text *text = with;
    Py_ssize_t start = word - text->points;
    PyObject *written = failed() ? NULL : PyUnicode_Substring(text->text, start, start + (Py_ssize_t)size);
    int found = told(text->exact, written);
    if (found == NO_ABBREVIATION && !failed()) {
        PyObject *small = PyObject_CallMethod(written, "lower", NULL);
        found = told(text->folded, small);
        Py_XDECREF(small);
    }
    Py_XDECREF(written);
    return found;
}

/* A mark as Python has it: its span, its leaf, and the form that is marked, NULL where that is not told. */
typedef struct {
    size_t start, end;
    PyObject *leaf, *form;
} written_mark;

/* Marks of a text; `each` of them owns what it names. */
typedef struct {
    written_mark *each;
    size_t size, room;
} written_list;

static void free_written(written_list *list) {
    for (size_t i = 0; i < list->size; i++) {
        Py_DECREF(list->each[i].leaf);
        Py_XDECREF(list->each[i].form);
    }
    PyMem_Free(list->each);
    *list = (written_list){.each = NULL};
}

/* Add a mark, (start, end, leaf) or with its form, of a text of so many characters or of a piece of it that begins
   at a place; 0 with an error set, or without one where it is not in the text. */
static int add_mark(written_list *list, PyObject *given, size_t from, size_t length) {
    Py_ssize_t told = PyTuple_Check(given) ? PyTuple_Size(given) : 0;
    PyObject *leaf = told >= 3 ? PyTuple_GetItem(given, 2) : NULL;
    if (!expect(leaf && PyUnicode_Check(leaf), "marks: (start, end, leaf)")) return 0;
    if (list->size == list->room) {
        size_t room = 2 * list->room + 16;
        written_mark *more = PyMem_Realloc(list->each, room * sizeof *more);
        if (!more) return PyErr_NoMemory(), 0;
        list->each = more;
        list->room = room;
    }
    size_t start = as_size(PyTuple_GetItem(given, 0)), end = as_size(PyTuple_GetItem(given, 1));
    if (failed() || start >= length || end > length || from > length - end || from > length - start - 1) return 0;
    list->each[list->size++] = (written_mark){from + start, from + end, Py_NewRef(leaf),
                                              told > 3 ? Py_NewRef(PyTuple_GetItem(given, 3)) : NULL};
    return 1;
}

static int add_marks(written_list *list, PyObject *marks, size_t length) {
    int right = 1;
    for (Py_ssize_t i = 0; right && i < PyList_Size(marks); i++)
        right = add_mark(list, PyList_GetItem(marks, i), 0, length);
    return right;
}

/* The same with numbers for leaves, in the order in which these are first marked. Each leaf has a dictionary of the
   forms that are marked of it, unless these are not wanted. */
typedef struct {
    mark *marks;
    size_t size;
    PyObject *leaves[MOST_LEAVES], *forms[MOST_LEAVES];
    unsigned seen;
} mark_list;

static void free_marks(mark_list *list) {
    for (unsigned i = 0; i < list->seen; i++) {
        Py_DECREF(list->leaves[i]);
        Py_XDECREF(list->forms[i]);
    }
    PyMem_Free(list->marks);
}

/* The number of a leaf among those seen before, or its new one; MOST_LEAVES where there are too many. */
static unsigned number_of_leaf(PyObject *leaf, mark_list *list) {
    unsigned number = 0;
    while (number < list->seen && list->leaves[number] != leaf && PyUnicode_Compare(list->leaves[number], leaf)) number++;
    if (number == list->seen && number < MOST_LEAVES) {
        list->leaves[list->seen] = Py_NewRef(leaf);
        list->forms[list->seen++] = NULL;
    }
    return number;
}

/* Keep the form of a mark with its leaf; false with an error set. */
static int add_form(PyObject **forms, const written_mark *mark, PyObject *text) {
    PyObject *form = mark->form ? Py_NewRef(mark->form) : NULL;
    if (!form) {
        PyObject *written = PyUnicode_Substring(text, (Py_ssize_t)mark->start, (Py_ssize_t)mark->end);
        form = written ? PyObject_CallMethod(written, "casefold", NULL) : NULL;
        Py_XDECREF(written);
    }
    if (form && !*forms) *forms = PyDict_New();
    int added = form && *forms && PyDict_SetItem(*forms, form, Py_None) == 0;
    Py_XDECREF(form);
    return added;
}

/* Whether one mark stands before another: by start, the longest first. */
static int is_before(const written_mark *one, const written_mark *other) {
    return one->start < other->start || (one->start == other->start && one->end > other->end);
}

/* Number the marks of a text, of which the first so many are in order and the rest as well. With `text` their forms
   are kept. 0 with an error set, or without one where there are too many leaves, or no order. */
static int number_marks(mark_list *list, const written_list *given, size_t first, PyObject *text) {
    mark *room = PyMem_Realloc(list->marks, (given->size + 1) * sizeof *room);
    if (!room) return PyErr_NoMemory(), 0;
    list->marks = room;
    list->size = 0;
    for (size_t i = 0, k = first; i < first || k < given->size;) {
        int other = i == first || (k < given->size && is_before(&given->each[k], &given->each[i]));
        const written_mark *next = &given->each[other ? k++ : i++];
        unsigned leaf = number_of_leaf(next->leaf, list);
        size_t before = list->size ? list->marks[list->size - 1].start : 0;
        if (leaf == MOST_LEAVES || next->start < before) return 0;
        if (text && !add_form(&list->forms[leaf], next, text)) return 0;
        list->marks[list->size++] = (mark){next->start, next->end, leaf};
    }
    return 1;
}

/* (start, end) of each */
static PyObject *as_spans(const stretch *spans, size_t size) {
    PyObject *all = PyTuple_New((Py_ssize_t)size);
    for (size_t i = 0; i < size && all; i++) {
        PyObject *pair = Py_BuildValue("nn", (Py_ssize_t)spans[i].start, (Py_ssize_t)spans[i].end);
        if (!pair) Py_CLEAR(all);
        else PyTuple_SetItem(all, (Py_ssize_t)i, pair);
    }
    return all;
}

/* (text, start, hits) of each excerpt */
static PyObject *as_excerpts(PyObject *text, const excerpt *found, int number, const stretch *hits) {
    PyObject *all = PyList_New(0);
    for (int i = 0; i < number && all; hits += found[i++].hits) {
        Py_ssize_t start = (Py_ssize_t)found[i].shown.start;
        PyObject *shown = PyUnicode_Substring(text, start, (Py_ssize_t)found[i].shown.end);
        PyObject *spans = shown ? as_spans(hits, found[i].hits) : NULL;
        PyObject *each = spans ? Py_BuildValue("OnO", shown, start, spans) : NULL;
        if (!each || PyList_Append(all, each) < 0) Py_CLEAR(all);
        Py_XDECREF(each);
        Py_XDECREF(spans);
        Py_XDECREF(shown);
    }
    return all;
}

/* The tables of sentences: two dictionaries. */
static int are_tables(PyObject *const *tables) { return PyDict_Check(tables[0]) && PyDict_Check(tables[1]); }

/* A list of (text, start, hits); NULL with an error set. */
static PyObject *excerpts_of(PyObject *text, const mark_list *list, PyObject *const *tables) {
    if (!list->size) return PyList_New(0);
    size_t length = (size_t)PyUnicode_GetLength(text);
    uint32_t *points = PyMem_Malloc((length + 1) * sizeof *points);
    stretch *hits = PyMem_Malloc((list->size + 1) * sizeof *hits);
    PyObject *result = NULL;
    if (!points || !hits) {
        PyErr_NoMemory();
    } else if (PyUnicode_AsUCS4(text, (Py_UCS4 *)points, (Py_ssize_t)length + 1, 1)) {
        python_text given = {.text = text, .exact = tables[0], .folded = tables[1], .points = points};
        sentence_text sentences = {points, length, &given, python_kind, python_follows};
        excerpt found[MOST_EXCERPTS];
        int number = choose_excerpts(&sentences, list->marks, list->size, found, hits);
        if (number == NO_MEMORY) PyErr_NoMemory();
        else if (!failed()) result = as_excerpts(text, found, number, hits);
    }
    PyMem_Free(points);
    PyMem_Free(hits);
    return result;
}

/* excerpts(text, marks, exact, folded): a list of (text, start, hits); None where marks are none of this text, or
   of too many leaves */
PyObject *py_excerpts(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    (void)module;
    if (!expect(given == 4 && PyUnicode_Check(args[0]) && PyList_Check(args[1]) && are_tables(args + 2),
                "a text, marks, and two tables"))
        return NULL;
    size_t length = (size_t)PyUnicode_GetLength(args[0]);
    written_list written = {.each = NULL};
    mark_list list = {.marks = NULL};
    int right = add_marks(&written, args[1], length) && number_marks(&list, &written, written.size, NULL);
    PyObject *result = right ? excerpts_of(args[0], &list, args + 2) : failed() ? NULL : Py_NewRef(Py_None);
    free_written(&written);
    free_marks(&list);
    return result;
}

/* ---- hits ----------------------------------------------------------------------------------------------- */

/* What is wanted of a hit: pieces with traces as `marked` says, and which marks there are besides. */
typedef struct {
    const byte_string *traces;
    size_t number;
    PyObject *marked;
} wanted_marks;

/* Mark a text by what is marked in its pieces; as `add_mark`. */
static int mark_pieces(written_list *list, PyObject *text, const wanted_marks *wanted) {
    size_t length = (size_t)PyUnicode_GetLength(text);
    piece_search search;
    piece found;
    if (!wanted->number) return 1;
    int right = begin(&search, text, wanted->traces, wanted->number);
    while (right && next_piece(&search, &found)) {
        const char *bytes = (const char *)search.text.bytes + found.first;
        PyObject *written = PyUnicode_FromStringAndSize(bytes, (Py_ssize_t)(found.end - found.first));
        PyObject *those = written ? PyObject_GetItem(wanted->marked, written) : NULL;
        right = those && expect(PyTuple_Check(those), "marked: tuples");
        for (Py_ssize_t i = 0; right && i < PyTuple_Size(those); i++)
            right = add_mark(list, PyTuple_GetItem(those, i), found.start, length);
        Py_XDECREF(those);
        Py_XDECREF(written);
    }
    end_pieces(&search);
    return right;
}

/* Mark a text by its pieces and by marks besides; as `number_marks`. */
static int mark_text(mark_list *list, PyObject *text, const wanted_marks *wanted, PyObject *more) {
    written_list written = {.each = NULL};
    int right = mark_pieces(&written, text, wanted);
    size_t first = written.size;
    right = right && add_marks(&written, more, (size_t)PyUnicode_GetLength(text)) &&
            number_marks(list, &written, first, text);
    free_written(&written);
    return right;
}

/* The spans of marks, overlapping ones as one. */
static PyObject *merged_spans(const mark_list *list) {
    stretch *spans = PyMem_Malloc((list->size + 1) * sizeof *spans);
    size_t number = merge_marks(list->marks, spans ? list->size : 0, (stretch){0, SIZE_MAX}, spans);
    PyObject *all = spans ? as_spans(spans, number) : PyErr_NoMemory();
    PyMem_Free(spans);
    return all;
}

/* (leaf, forms) of each leaf that has marks */
static PyObject *matched_forms(const mark_list *list) {
    PyObject *all = PyTuple_New((Py_ssize_t)list->seen);
    for (unsigned i = 0; i < list->seen && all; i++) {
        PyObject *keys = PyDict_Keys(list->forms[i]), *forms = keys ? PyList_AsTuple(keys) : NULL;
        PyObject *pair = forms ? PyTuple_Pack(2, list->leaves[i], forms) : NULL;
        Py_XDECREF(forms);
        Py_XDECREF(keys);
        if (!pair) Py_CLEAR(all);
        else PyTuple_SetItem(all, (Py_ssize_t)i, pair);
    }
    return all;
}

/* hit(title, body, traces, marked, more of the title, more of the body, exact, folded): title hits, excerpts of the
   body, what matched; None where there are too many leaves. `marked` gives ((first, last, leaf, form), …) for a
   piece, without traces it is not asked; more marks are lists of (start, end, leaf), in order. */
PyObject *py_hit(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    (void)module;
    if (!expect(given == 8 && PyUnicode_Check(args[0]) && PyUnicode_Check(args[1]) && PyTuple_Check(args[2]) &&
                    PyList_Check(args[4]) && PyList_Check(args[5]) && are_tables(args + 6),
                "two texts, traces, what is marked, two lists of marks, and two tables"))
        return NULL;
    wanted_marks wanted = {.marked = args[3]};
    byte_string *traces = take_traces(args[2], &wanted.number);
    if (!traces) return NULL;
    wanted.traces = traces;
    mark_list list = {.marks = NULL};
    PyObject *title = NULL, *body = NULL, *matched = NULL, *result = NULL;
    if (mark_text(&list, args[0], &wanted, args[4]) && (title = merged_spans(&list)) &&
        mark_text(&list, args[1], &wanted, args[5]) && (body = excerpts_of(args[1], &list, args + 6)))
        matched = matched_forms(&list);
    if (matched) result = PyTuple_Pack(3, title, body, matched);
    else if (!failed()) result = Py_NewRef(Py_None);
    Py_XDECREF(title);
    Py_XDECREF(body);
    Py_XDECREF(matched);
    free_marks(&list);
    PyMem_Free(traces);
    return result;
}
