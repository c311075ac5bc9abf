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

/* pieces(text, traces): a list of (start, piece); traces are a tuple of bytes */
PyObject *py_pieces(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    (void)module;
    if (!expect(given == 2 && PyUnicode_Check(args[0]) && PyTuple_Check(args[1]), "a text, and traces")) return NULL;
    Py_ssize_t size, number = PyTuple_Size(args[1]);
    const char *text = PyUnicode_AsUTF8AndSize(args[0], &size);
    byte_string *traces = text ? PyMem_Calloc((size_t)number + 1, sizeof *traces) : NULL;
    if (!traces) return text ? PyErr_NoMemory() : NULL;
    PyObject *result = NULL;
    int right = 1;
    for (Py_ssize_t i = 0; i < number && right; i++) {
        PyObject *trace = PyTuple_GetItem(args[1], i);
        right = expect(PyBytes_Check(trace), "traces are bytes");
        if (right) traces[i] = (byte_string){(const uint8_t *)PyBytes_AsString(trace), (size_t)PyBytes_Size(trace)};
    }
    if (right) {
        piece_search search;
        if (begin_pieces(&search, (byte_string){(const uint8_t *)text, (size_t)size}, traces, (size_t)number) < 0)
            PyErr_NoMemory();
        else if ((result = PyList_New(0)) && !add_pieces(result, &search))
            Py_CLEAR(result);
        end_pieces(&search);
    }
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

/* The number of a leaf among those seen before, or its new one; MOST_LEAVES where there are too many. */
static unsigned number_of_leaf(PyObject *leaf, PyObject **leaves, unsigned *seen) {
    unsigned number = 0;
    while (number < *seen && leaves[number] != leaf && PyUnicode_Compare(leaves[number], leaf)) number++;
    if (number == *seen && number < MOST_LEAVES) leaves[(*seen)++] = leaf;
    return number;
}

/* Take marks, (start, end, leaf) each; 0 with an error set, or without one where they are not as they must be. */
static int take_marks(PyObject *list, size_t length, mark *marks) {
    PyObject *leaves[MOST_LEAVES];
    unsigned seen = 0;
    for (Py_ssize_t i = 0; i < PyList_Size(list); i++) {
        PyObject *each = PyList_GetItem(list, i);
        if (!expect(PyTuple_Check(each) && PyTuple_Size(each) == 3 && PyUnicode_Check(PyTuple_GetItem(each, 2)), "marks"))
            return 0;
        marks[i] = (mark){as_size(PyTuple_GetItem(each, 0)), as_size(PyTuple_GetItem(each, 1)),
                          number_of_leaf(PyTuple_GetItem(each, 2), leaves, &seen)};
        size_t before = i ? marks[i - 1].start : 0;
        if (failed() || marks[i].leaf == MOST_LEAVES || marks[i].start < before || marks[i].start >= length ||
            marks[i].end > length)
            return 0;
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

/* excerpts(text, marks, exact, folded): a list of (text, start, hits); None where marks are none of this text, or
   of too many leaves */
PyObject *py_excerpts(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    (void)module;
    if (!expect(given == 4 && PyUnicode_Check(args[0]) && PyList_Check(args[1]) && PyDict_Check(args[2]) &&
                    PyDict_Check(args[3]), "a text, marks, and two tables"))
        return NULL;
    size_t length = (size_t)PyUnicode_GetLength(args[0]), size = (size_t)PyList_Size(args[1]);
    uint32_t *points = PyMem_Malloc((length + 1) * sizeof *points);
    mark *marks = PyMem_Calloc(size + 1, sizeof *marks);
    stretch *hits = PyMem_Calloc(size + 1, sizeof *hits);
    PyObject *result = NULL;
    if (!points || !marks || !hits) {
        PyErr_NoMemory();
    } else if (!take_marks(args[1], length, marks)) {
        result = failed() ? NULL : Py_NewRef(Py_None);
    } else if (PyUnicode_AsUCS4(args[0], (Py_UCS4 *)points, (Py_ssize_t)length + 1, 1)) {
        python_text given_text = {.text = args[0], .exact = args[2], .folded = args[3], .points = points};
        sentence_text text = {points, length, &given_text, python_kind, python_follows};
        excerpt found[MOST_EXCERPTS];
        int number = choose_excerpts(&text, marks, size, found, hits);
        if (number == NO_MEMORY) PyErr_NoMemory();
        else if (!failed()) result = as_excerpts(args[0], found, number, hits);
    }
    PyMem_Free(points);
    PyMem_Free(marks);
    PyMem_Free(hits);
    return result;
}
