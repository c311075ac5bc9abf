/* A splitter of texts for Python: what `splitting.c` finds, as the lists that index/splitting.py describes. */
#include "arrays.h"
#include "printing.h"
#include "splitting.h"
#include "words.h"

/* Raised with every change of what is here; index/splitting_compiled.py asks for it. */
enum { VERSION = 2 };
/* Longer words are no words: they are learnt anew each time and do not fill the memory. */
enum { LONGEST_REMEMBERED = 120 };

/* What is learnt of a word: see Learnt of index/splitting.py. */
typedef struct {
    PyObject *word, *lower, *traits, *small;
    uint64_t code;
    int marked;
    unsigned long long seen; /* the number of the last text that has it */
} learnt_word;

typedef struct {
    PyObject_HEAD
    PyObject *classes, *learn;
    chunk_table table;
    learnt_word *learnt;
    size_t room;
    unsigned long long texts;
} Splitter;

/* What becomes of one text. */
typedef struct {
    PyObject *words, *lower, *traits, *gaps, *starts, *ends, *marked, *small;
    uint64_t *codes;
    size_t count, room;
} split_text;

/* Splitter(classes: bytes, learn, secret) */
static PyObject *splitter_new(PyTypeObject *type, PyObject *args, PyObject *named) {
    PyObject *classes, *learn;
    unsigned long long secret;
    if (named && PyDict_Size(named)) return PyErr_Format(PyExc_TypeError, "arguments without names are wanted");
    if (!PyArg_ParseTuple(args, "SOK", &classes, &learn, &secret)) return NULL;
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    Splitter *self = (Splitter *)allocate(type, 0); /* all zeros */
    if (!self) return NULL;
    self->classes = Py_NewRef(classes);
    self->learn = Py_NewRef(learn);
    self->table.secret = secret;
    return (PyObject *)self;
}

static void forget_word(learnt_word *one) {
    Py_XDECREF(one->word);
    Py_XDECREF(one->lower);
    Py_XDECREF(one->traits);
    Py_XDECREF(one->small);
}

static void forget_all(Splitter *self) {
    for (size_t i = 0; i < self->room; i++) forget_word(&self->learnt[i]);
    free_chunks(&self->table);
    PyMem_Free(self->learnt);
    self->learnt = NULL;
    self->room = 0;
}

static void splitter_free(PyObject *object) {
    Splitter *self = (Splitter *)object;
    PyTypeObject *type = Py_TYPE(object);
    forget_all(self);
    Py_XDECREF(self->classes);
    Py_XDECREF(self->learn);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(object);
    Py_DECREF(type);
}

/* Ask Python for what is to be known of a word; false with an error set. */
static int ask(Splitter *self, chunk_slice slice, learnt_word *answer) {
    memset(answer, 0, sizeof *answer);
    answer->word = PyUnicode_DecodeUTF8((const char *)slice.bytes, (Py_ssize_t)slice.size, NULL);
    PyObject *told = answer->word ? PyObject_CallFunctionObjArgs(self->learn, answer->word, NULL) : NULL;
    unsigned long long code = 0;
    if (told && !PyTuple_Check(told)) {
        PyErr_SetString(PyExc_TypeError, "a tuple is wanted of a word");
        Py_CLEAR(told);
    }
    int right = told && PyArg_ParseTuple(told, "OOpKO!", &answer->lower, &answer->traits, &answer->marked, &code,
                                         &PyTuple_Type, &answer->small);
    if (right) {
        answer->code = code;
        Py_INCREF(answer->lower);
        Py_INCREF(answer->traits);
        Py_INCREF(answer->small);
    } else {
        answer->lower = answer->traits = answer->small = NULL;
        forget_word(answer);
    }
    Py_XDECREF(told);
    return right;
}

/* Make room for what is learnt of a word of this number; false with an error set. */
static int make_room(Splitter *self, size_t number) {
    if (number < self->room) return 1;
    size_t room = self->room ? self->room * 2 : 1024;
    while (room <= number) room *= 2;
    learnt_word *learnt = PyMem_Realloc(self->learnt, room * sizeof *learnt);
    if (!learnt) {
        PyErr_NoMemory();
        return 0;
    }
    memset(learnt + self->room, 0, (room - self->room) * sizeof *learnt);
    self->learnt = learnt;
    self->room = room;
    return 1;
}

/* Return what is learnt of a word, asking where that is not yet known; NULL with an error set. */
static learnt_word *look_up(Splitter *self, chunk_slice slice) {
    int64_t number = number_chunk(&self->table, slice);
    if (number < 0) {
        PyErr_NoMemory();
        return NULL;
    }
    if (!make_room(self, (size_t)number)) return NULL;
    if (!self->learnt[number].word) {
        learnt_word answer;
        if (!ask(self, slice, &answer)) return NULL;
        if (self->learnt[number].word)
            forget_word(&answer); /* while Python was asked another thread has learnt it */
        else
            self->learnt[number] = answer;
    }
    return &self->learnt[number];
}

static int append_number(PyObject *list, size_t number) {
    PyObject *made = PyLong_FromSize_t(number);
    int done = made && !PyList_Append(list, made);
    Py_XDECREF(made);
    return done;
}

static int append_code(split_text *text, uint64_t code) {
    if (text->count == text->room) {
        size_t room = text->room ? text->room * 2 : 512;
        uint64_t *codes = PyMem_Realloc(text->codes, room * sizeof *codes);
        if (!codes) {
            PyErr_NoMemory();
            return 0;
        }
        text->codes = codes;
        text->room = room;
    }
    text->codes[text->count++] = code;
    return 1;
}

/* Put down a word, whatever comes; `small` says whether its small words are new to the text. */
static int put_word(split_text *text, const learnt_word *one, const split_word *at, int small) {
    if (one->marked && !append_number(text->marked, text->count)) return 0;
    for (Py_ssize_t i = 0; small && i < PyTuple_Size(one->small); i++)
        if (PySet_Add(text->small, PyTuple_GetItem(one->small, i)) < 0) return 0;
    return !PyList_Append(text->words, one->word) && !PyList_Append(text->lower, one->lower) &&
           !PyList_Append(text->traits, one->traits) && append_number(text->starts, at->first) &&
           append_number(text->ends, at->last) && append_code(text, one->code);
}

/* Look a word up and put it down. */
static int take_word(Splitter *self, split_text *text, const split_reader *read, const split_word *at,
                     unsigned long long stamp) {
    chunk_slice slice = {read->bytes + at->begin, at->end - at->begin};
    if (slice.size > LONGEST_REMEMBERED) {
        learnt_word answer;
        if (!ask(self, slice, &answer)) return 0;
        int done = put_word(text, &answer, at, 1);
        forget_word(&answer);
        return done;
    }
    learnt_word *one = look_up(self, slice);
    if (!one) return 0;
    int first = one->seen != stamp;
    one->seen = stamp;
    return put_word(text, one, at, first);
}

static int put_gap(split_text *text, const split_reader *read, size_t begin, size_t end) {
    PyObject *gap = PyUnicode_DecodeUTF8((const char *)read->bytes + begin, (Py_ssize_t)(end - begin), NULL);
    int done = gap && !PyList_Append(text->gaps, gap);
    Py_XDECREF(gap);
    return done;
}

/* Read a whole text; false with an error set. */
static int read_text(Splitter *self, split_reader *read, split_text *text) {
    unsigned long long stamp = ++self->texts;
    size_t end = 0;
    split_word at;
    while (next_word(read, &at)) {
        if (!put_gap(text, read, end, at.begin) || !take_word(self, text, read, &at, stamp)) return 0;
        end = at.end;
    }
    return 1;
}

static void free_text(split_text *text) {
    Py_XDECREF(text->words);
    Py_XDECREF(text->lower);
    Py_XDECREF(text->traits);
    Py_XDECREF(text->gaps);
    Py_XDECREF(text->starts);
    Py_XDECREF(text->ends);
    Py_XDECREF(text->marked);
    Py_XDECREF(text->small);
    PyMem_Free(text->codes);
}

static int begin_text(split_text *text) {
    memset(text, 0, sizeof *text);
    text->words = PyList_New(0);
    text->lower = PyList_New(0);
    text->traits = PyList_New(0);
    text->gaps = PyList_New(0);
    text->starts = PyList_New(0);
    text->ends = PyList_New(0);
    text->marked = PyList_New(0);
    text->small = PySet_New(NULL);
    return text->words && text->lower && text->traits && text->gaps && text->starts && text->ends &&
           text->marked && text->small;
}

/* split(text): words, lower, traits, gaps, starts, ends, marked, small, codes as bytes; None where Python must.
   `small` is None where the words do not tell which small ones the text has. */
static PyObject *splitter_split(PyObject *object, PyObject *written) {
    Splitter *self = (Splitter *)object;
    Py_ssize_t size, known;
    char *classes;
    const char *bytes = PyUnicode_AsUTF8AndSize(written, &size);
    if (!bytes) { /* half a surrogate pair has no UTF-8 */
        if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) return NULL;
        PyErr_Clear();
        return Py_NewRef(Py_None);
    }
    if (PyBytes_AsStringAndSize(self->classes, &classes, &known) < 0) return NULL;
    split_reader read = {(const uint8_t *)classes, (size_t)known, (const uint8_t *)bytes, (size_t)size, 0, 0, 0, 0};
    split_text text;
    PyObject *result = NULL;
    if (begin_text(&text) && read_text(self, &read, &text)) {
        if (read.unknown)
            result = Py_NewRef(Py_None);
        else
            result = Py_BuildValue("OOOOOOOOy#", text.words, text.lower, text.traits, text.gaps, text.starts,
                                   text.ends, text.marked, read.strange ? Py_None : text.small,
                                   text.codes ? (const char *)text.codes : "",
                                   (Py_ssize_t)(text.count * sizeof *text.codes));
    }
    free_text(&text);
    return result;
}

static Py_ssize_t splitter_length(PyObject *object) { return (Py_ssize_t)((Splitter *)object)->table.count; }

static PyMethodDef METHODS[] = {{"split", splitter_split, METH_O, NULL}, {NULL, NULL, 0, NULL}};
static PyType_Slot TYPE_SLOTS[] = {{Py_tp_new, splitter_new},
                                   {Py_tp_dealloc, splitter_free},
                                   {Py_tp_methods, METHODS},
                                   {Py_sq_length, splitter_length},
                                   {0, NULL}};
static PyType_Spec SPLITTER = {"index._splitting.Splitter", sizeof(Splitter), 0, Py_TPFLAGS_DEFAULT, TYPE_SLOTS};

/* ---- fingerprints ------------------------------------------------------------------------------------- */

static PyObject *told_prints(const sentence_prints *found) {
    Py_ssize_t sentences = (Py_ssize_t)found->sentences, runs = (Py_ssize_t)found->run_count;
    return Py_BuildValue("y#y#y#y#", (const char *)found->spans, sentences * 8, (const char *)found->whole,
                         sentences * 8, (const char *)found->runs, runs * 8, (const char *)found->ends,
                         sentences * 4);
}

/* fingerprints(codes, starts, sentences): spans, whole, runs, ends as bytes; `sentences` start and end of each */
static PyObject *py_fingerprints(PyObject *module, PyObject *const *args, Py_ssize_t given) {
    static const wanted_array wanted[] = {{"codes", 8, READ}, {"starts", 4, READ}, {"sentences", 4, READ}};
    Py_buffer views[3];
    PyObject *result = NULL;
    (void)module;
    if (!take_all(args, given, 3, wanted, 3, views)) return NULL;
    size_t words = COUNT(views[0]), sentences = COUNT(views[2]) / 2;
    if (expect(COUNT(views[1]) == words && COUNT(views[2]) % 2 == 0, "lengths differ")) {
        uint64_t *room = PyMem_Malloc((words + 3 * sentences + 1) * sizeof *room);
        if (room) {
            printed_words text = {views[0].buf, views[1].buf, words};
            sentence_prints found = {(int32_t *)(room + words + sentences), room + words, room,
                                     (int32_t *)(room + words + 2 * sentences), 0, 0};
            print_sentences(&text, views[2].buf, sentences, &found);
            result = told_prints(&found);
            PyMem_Free(room);
        } else {
            PyErr_NoMemory();
        }
    }
    give_back(views, 3);
    return result;
}

static PyMethodDef FUNCTIONS[] = {{"fingerprints", FAST(py_fingerprints), METH_FASTCALL, NULL},
                                  {NULL, NULL, 0, NULL}};

static int fill_module(PyObject *module) {
    return add_type_and_version(module, &SPLITTER, "Splitter", VERSION);
}

static PyModuleDef_Slot SLOTS[] = {{Py_mod_exec, fill_module}, {0, NULL}};
static struct PyModuleDef MODULE = {
    PyModuleDef_HEAD_INIT, "index._splitting", "See index/compiled/splitting.h and printing.h.", 0, FUNCTIONS, SLOTS, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__splitting(void) { return PyModuleDef_Init(&MODULE); }
