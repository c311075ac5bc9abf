/* Places in texts for Python: what `places.c` finds, as the lists that index/places.py describes. */
#include "arrays.h"
#include "places.h"

/* Raised with every change of what is here; index/places_compiled.py asks for it. */
enum { VERSION = 4 };

/* Code points whose classes are asked for together, and how many such pages there are. */
enum { PAGE_BITS = 8, PAGE = 1 << PAGE_BITS, PAGES = 0x110000 >> PAGE_BITS };

typedef struct {
    PyObject_HEAD
    PyObject *classes_of, *ask;
    uint8_t *pages[PAGES]; /* the classes of code points, NULL where none was asked for */
    phrase_table table;
    phrase *phrases;
    uint32_t *points; /* of all phrases */
    follower *followers;
    size_t follower_count;
    uint8_t abbreviations[FILTER_BYTES];
} Places;

/* ---- what is looked for ------------------------------------------------------------------------------- */

/* The code points of a text and a 0 behind them, to be freed with PyMem_Free; NULL with an error set. */
static uint32_t *points_of(PyObject *text, size_t *size) {
    Py_ssize_t length = PyUnicode_GetLength(text);
    if (length < 0) return NULL;
    *size = (size_t)length;
    uint32_t *points = PyMem_Malloc(((size_t)length + 1) * sizeof *points);
    if (!points) {
        PyErr_NoMemory();
    } else if (!PyUnicode_AsUCS4(text, points, length + 1, 1)) {
        PyMem_Free(points);
        points = NULL;
    }
    return points;
}

/* Take words and let `keep` have each; false with an error set. */
static int each_word(Places *self, PyObject *words, int (*keep)(Places *, const uint32_t *, size_t)) {
    for (Py_ssize_t i = 0; i < PyTuple_Size(words); i++) {
        size_t size;
        uint32_t *points = points_of(PyTuple_GetItem(words, i), &size);
        if (!points) return 0;
        int kept = keep(self, points, size);
        PyMem_Free(points);
        if (!kept) return 0;
    }
    return 1;
}

static int keep_abbreviation(Places *self, const uint32_t *points, size_t size) {
    list_word(self->abbreviations, points, size);
    return 1;
}

static int keep_follower(Places *self, const uint32_t *points, size_t size) {
    if (!expect(size == 3, "followers have three letters")) return 0;
    memcpy(self->followers[self->follower_count++].letters, points, sizeof *self->followers);
    return 1;
}

/* Put phrases into their buckets, each behind those that come before it; false with an error set. */
static int keep_phrases(Places *self, PyObject *written, int folded) {
    size_t count = (size_t)PyTuple_Size(written), used = 0, all = 0;
    for (size_t i = 0; i < count; i++) {
        Py_ssize_t length = PyUnicode_GetLength(PyTuple_GetItem(written, (Py_ssize_t)i));
        if (!expect(length > 0, "a phrase has at least one letter")) return 0;
        all += (size_t)length;
    }
    self->phrases = PyMem_Calloc(count + 1, sizeof *self->phrases);
    self->points = PyMem_Calloc(all + 1, sizeof *self->points);
    if (!self->phrases || !self->points) return PyErr_NoMemory() != NULL;
    for (size_t i = count; i-- > 0;) {
        PyObject *one = PyTuple_GetItem(written, (Py_ssize_t)i);
        size_t size = (size_t)PyUnicode_GetLength(one);
        uint32_t *points = self->points + used;
        if (!PyUnicode_AsUCS4(one, points, (Py_ssize_t)size, 0)) return 0;
        used += size;
        self->phrases[i] = (phrase){points, (uint32_t)size, NO_PHRASE, folded};
        add_phrase(&self->table, self->phrases, (uint32_t)i);
    }
    return 1;
}

static int take_words(Places *self, PyObject *phrases, int folded, PyObject *abbreviations, PyObject *followers) {
    self->followers = PyMem_Calloc((size_t)PyTuple_Size(followers) + 1, sizeof *self->followers);
    if (!self->followers) return PyErr_NoMemory() != NULL;
    return keep_phrases(self, phrases, folded) && each_word(self, abbreviations, keep_abbreviation) &&
           each_word(self, followers, keep_follower);
}

/* Places(classes_of, phrases, folded: bool, abbreviations, followers, ask) */
static PyObject *places_new(PyTypeObject *type, PyObject *args, PyObject *named) {
    PyObject *classes_of, *phrases, *abbreviations, *followers, *ask;
    int folded;
    if (named && PyDict_Size(named)) return PyErr_Format(PyExc_TypeError, "arguments without names are wanted");
    if (!PyArg_ParseTuple(args, "OO!pO!O!O", &classes_of, &PyTuple_Type, &phrases, &folded, &PyTuple_Type, &abbreviations,
                          &PyTuple_Type, &followers, &ask))
        return NULL;
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    Places *self = (Places *)allocate(type, 0); /* all zeros */
    if (!self) return NULL;
    clear_phrases(&self->table);
    self->classes_of = Py_NewRef(classes_of);
    self->ask = Py_NewRef(ask);
    if (!take_words(self, phrases, folded, abbreviations, followers)) Py_CLEAR(self);
    return (PyObject *)self;
}

static void places_free(PyObject *object) {
    Places *self = (Places *)object;
    PyTypeObject *type = Py_TYPE(object);
    PyMem_Free(self->phrases);
    PyMem_Free(self->points);
    PyMem_Free(self->followers);
    for (size_t i = 0; i < PAGES; i++) PyMem_Free(self->pages[i]);
    Py_XDECREF(self->classes_of);
    Py_XDECREF(self->ask);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(object);
    Py_DECREF(type);
}

/* ---- a text ------------------------------------------------------------------------------------------- */

/* A text that is read, and what was found in it. */
typedef struct {
    placed_text text;
    const Places *finder;
    PyObject *written; /* the text of Python */
    uint32_t *points, *places;
    uint8_t *classes;
    size_t count;       /* of places to look at */
    int32_t *sentences; /* start and end of each: as many as there are places and one more, at the most */
    size_t sentence_count, start; /* of the sentence that is read */
    PyObject *numbers, *quotations, *phrases;
    size_t quoted; /* behind the last quotation */
} reading;

static void free_reading(reading *read) {
    PyMem_Free(read->points);
    PyMem_Free(read->places);
    PyMem_Free(read->classes);
    PyMem_Free(read->sentences);
    Py_XDECREF(read->numbers);
    Py_XDECREF(read->quotations);
    Py_XDECREF(read->phrases);
}

/* The classes of a page of code points, which Python is asked for once; NULL with an error set. */
static const uint8_t *page_of(Places *self, uint32_t number) {
    uint8_t **page = &self->pages[number];
    if (*page) return *page;
    PyObject *told = PyObject_CallFunction(self->classes_of, "ii", (int)(number << PAGE_BITS), (int)PAGE);
    Py_ssize_t size = 0;
    char *classes = NULL;
    int right = told && PyBytes_AsStringAndSize(told, &classes, &size) == 0 &&
                expect(size == PAGE, "there are not as many classes as code points");
    if (right && !*page) { /* nobody has asked for it meanwhile */
        *page = PyMem_Malloc(PAGE);
        if (*page)
            memcpy(*page, classes, PAGE);
        else
            PyErr_NoMemory();
    }
    Py_XDECREF(told);
    return right ? *page : NULL;
}

/* Tell the class of each code point of a text, and 0 behind the last; false with an error set. */
static int classify(Places *self, const uint32_t *points, size_t size, uint8_t *restrict classes) {
    const uint8_t *page = NULL;
    uint32_t number = PAGES;
    for (size_t i = 0; i < size; i++) {
        if (points[i] >> PAGE_BITS != number) {
            number = points[i] >> PAGE_BITS;
            page = page_of(self, number);
            if (!page) return 0;
        }
        classes[i] = page[points[i] & (PAGE - 1)];
    }
    classes[size] = 0;
    return 1;
}

/* Begin to look at a text; false with an error set. */
static int begin_reading(Places *self, PyObject *written, int signs, reading *read) {
    size_t size;
    memset(read, 0, sizeof *read);
    read->finder = self;
    read->written = written;
    read->points = points_of(written, &size);
    if (!read->points || !expect(size < INT32_MAX, "a text has too many letters")) return 0;
    read->classes = PyMem_Malloc(2 * (size + 1)); /* and behind them which places are looked at */
    read->places = PyMem_Malloc((size + 1) * sizeof *read->places);
    if (!read->classes || !read->places) return PyErr_NoMemory() != NULL;
    if (!classify(self, read->points, size, read->classes)) return 0;
    read->text = (placed_text){read->points, read->classes, size};
    read->count = gather(&read->text, signs, read->classes + size + 1, read->places);
    read->phrases = PyList_New(0);
    return read->phrases != NULL;
}

static int append(PyObject *list, PyObject *made) {
    int done = made && !PyList_Append(list, made);
    Py_XDECREF(made);
    return done;
}

static int append_place(PyObject *list, size_t place) { return append(list, PyLong_FromSize_t(place)); }

/* Put down a sentence without the space around it; the next one begins behind. */
static void end_sentence(reading *read, size_t end, size_t next) {
    size_t start = skip(&read->text, read->start, SPACE);
    read->start = next;
    while (end > start && read->classes[end - 1] & SPACE) end--;
    if (start >= end) return;
    int32_t *sentence = read->sentences + 2 * read->sentence_count++;
    sentence[0] = (int32_t)start;
    sentence[1] = (int32_t)end;
}

/* Of a code point of the text. */
static unsigned kind_of(void *with, uint32_t point) {
    return ((reading *)with)->finder->pages[point >> PAGE_BITS][point & (PAGE - 1)];
}

/* What may follow a word before a point; Python is asked about those that may be abbreviations. Where it cannot say,
   an error is set. */
static int follows_of(void *with, const uint32_t *word, size_t size) {
    const reading *read = with;
    if (failed() || !may_be_listed(read->finder->abbreviations, word, size)) return NO_ABBREVIATION;
    Py_ssize_t start = word - read->points, end = start + (Py_ssize_t)size;
    PyObject *told = PyObject_CallFunction(read->finder->ask, "Onn", read->written, start, end);
    size_t follows = told ? PyLong_AsSize_t(told) : 0;
    Py_XDECREF(told);
    return expect(follows <= EITHER, "there is no such kind of abbreviation") ? (int)follows : NO_ABBREVIATION;
}

/* Take a line break or full stop; returns where one may stand again, 0 with an error set. */
static size_t take_break(reading *read, size_t place) {
    sentence_text text = {read->points, read->text.size, read, kind_of, follows_of};
    size_t behind = place, end;
    if (read->classes[place] & LINE_BREAK) {
        behind = skip(&read->text, place, LINE_BREAK);
        end_sentence(read, place, behind);
        return behind;
    }
    end = sentence_end(&text, read->start, place, &behind);
    if (end) end_sentence(read, end, end);
    return failed() ? 0 : behind;
}

/* Put down the phrases of a bucket that stand at a place, by place and number, or the place alone; false with an
   error set. */
static int take_bucket(const Places *self, reading *read, size_t place, uint32_t number, int numbered) {
    const phrase_table *table = &self->table;
    while (number != NO_PHRASE && (number = phrase_at(&read->text, table, place, number)) != NO_PHRASE) {
        if (!numbered) return append_place(read->phrases, place);
        if (!append(read->phrases, Py_BuildValue("nn", (Py_ssize_t)place, (Py_ssize_t)number))) return 0;
        number = table->all[number].next;
    }
    return 1;
}

static int take_phrases(const Places *self, reading *read, size_t place, int numbered) {
    return take_bucket(self, read, place, first_phrase(&read->text, &self->table, place), numbered) &&
           take_bucket(self, read, place, first_brief(&read->text, &self->table, place), numbered);
}

static int take_quotation(reading *read, size_t place) {
    quotation found;
    if (!quotation_at(&read->text, place, &found)) return 1;
    read->quoted = found.behind;
    return append(read->quotations, Py_BuildValue("nnn", (Py_ssize_t)found.start, (Py_ssize_t)found.end,
                                                  (Py_ssize_t)found.behind));
}

/* Put down what is in a text behind a class, and return whether that went well. */
static int read_all(const Places *self, reading *read) {
    const placed_text *text = &read->text;
    size_t next_break = 0;
    for (size_t i = 0; i < read->count; i++) {
        size_t place = read->places[i];
        unsigned class = text->classes[place];
        if (class & (STOP | LINE_BREAK) && place >= next_break) {
            next_break = take_break(read, place);
            if (!next_break) return 0;
        }
        if (!(class & ALNUM)) {
            if (place >= read->quoted && !take_quotation(read, place)) return 0;
            continue;
        }
        int date = class & DECIMAL && may_be_date(text, place, self->followers, self->follower_count);
        if (date && !append_place(read->numbers, place)) return 0;
        if (!take_phrases(self, read, place, 0)) return 0;
    }
    end_sentence(read, text->size, text->size);
    return 1;
}

/* Make room for what is found beside phrases; false with an error set. */
static int more_room(reading *read) {
    read->numbers = PyList_New(0);
    read->quotations = PyList_New(0);
    read->sentences = PyMem_Malloc((read->count + 1) * 2 * sizeof *read->sentences);
    if (!read->sentences) PyErr_NoMemory();
    return read->sentences && read->numbers && read->quotations;
}

/* read(text): sentences (int32: start and end of each, as bytes), numbers, quotations and where phrases stand */
static PyObject *places_read(PyObject *object, PyObject *written) {
    reading read;
    PyObject *result = NULL;
    if (begin_reading((Places *)object, written, 1, &read) && more_room(&read) && read_all((Places *)object, &read))
        result = Py_BuildValue("y#OOO", (const char *)read.sentences,
                               (Py_ssize_t)(read.sentence_count * 2 * sizeof *read.sentences), read.numbers,
                               read.quotations, read.phrases);
    free_reading(&read);
    return result;
}

/* phrases(text): the place and number of every phrase, by place, each in the order given */
static PyObject *places_phrases(PyObject *object, PyObject *written) {
    reading read;
    PyObject *result = NULL;
    int right = begin_reading((Places *)object, written, 0, &read);
    for (size_t i = 0; right && i < read.count; i++)
        right = take_phrases((Places *)object, &read, read.places[i], 1);
    if (right) result = Py_NewRef(read.phrases);
    free_reading(&read);
    return result;
}

static PyMethodDef METHODS[] = {
    {"read", places_read, METH_O, NULL}, {"phrases", places_phrases, METH_O, NULL}, {NULL, NULL, 0, NULL}};
static PyType_Slot TYPE_SLOTS[] = {
    {Py_tp_new, places_new}, {Py_tp_dealloc, places_free}, {Py_tp_methods, METHODS}, {0, NULL}};
static PyType_Spec PLACES = {"index._places.Places", sizeof(Places), 0, Py_TPFLAGS_DEFAULT, TYPE_SLOTS};

static int fill_module(PyObject *module) { return add_type_and_version(module, &PLACES, "Places", VERSION); }

static PyModuleDef_Slot SLOTS[] = {{Py_mod_exec, fill_module}, {0, NULL}};
static struct PyModuleDef MODULE = {
    PyModuleDef_HEAD_INIT, "index._places", "See index/compiled/places.h.", 0, NULL, SLOTS, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__places(void) { return PyModuleDef_Init(&MODULE); }
