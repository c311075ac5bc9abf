/* What is to be known of a word: asked of Python once, remembered from text to text. */
#include "printing.h"
#include "splitter.h"

enum { SHORTEST_SMALL = 3, LONGEST_SMALL = 24 }; /* as index/splitting.py has them */

void forget_word(learnt_word *one) {
    Py_CLEAR(one->small);
    Py_CLEAR(one->parts);
}

PyObject *as_string(const uint8_t *bytes, size_t size) {
    return PyUnicode_DecodeUTF8((const char *)bytes, (Py_ssize_t)size, NULL);
}

static int is_ascii(chunk_slice slice) {
    for (size_t i = 0; i < slice.size; i++)
        if (slice.bytes[i] & 0x80) return 0;
    return 1;
}

static int is_small_written(chunk_slice slice) {
    for (size_t i = 0; i < slice.size; i++)
        if (slice.bytes[i] < 'a' || slice.bytes[i] > 'z') return 0;
    return 1;
}

static int is_small_word(chunk_slice slice) {
    return slice.size >= SHORTEST_SMALL && slice.size <= LONGEST_SMALL && is_small_written(slice);
}

int ask_python(Splitter *self, chunk_slice slice, learnt_word *answer) {
    memset(answer, 0, sizeof *answer);
    PyObject *word = as_string(slice.bytes, slice.size), *small, *parts;
    PyObject *told = word ? PyObject_CallFunctionObjArgs(self->learn, word, NULL) : NULL;
    unsigned long long code;
    unsigned int traits, cues;
    unsigned short pair;
    Py_XDECREF(word);
    if (told && !PyTuple_Check(told)) {
        PyErr_SetString(PyExc_TypeError, "a tuple is wanted of a word");
        Py_CLEAR(told);
    }
    int right = told && PyArg_ParseTuple(told, "IIHbbKO!O!", &traits, &cues, &pair, &answer->reach, &answer->length,
                                         &code, &PyTuple_Type, &small, &PyTuple_Type, &parts);
    if (right) {
        answer->traits = traits;
        answer->cues = cues;
        answer->pair = pair;
        answer->code = is_ascii(slice) ? code_of_ascii(slice.bytes, slice.size) : code;
        answer->learnt = 1;
        answer->may_start = (uint8_t)may_start_form(&self->tables, slice.bytes, slice.size, &answer->forms);
        answer->is_small = is_small_word(slice);
        answer->small = PyTuple_Size(small) && !answer->is_small ? Py_NewRef(small) : NULL;
        answer->parts = PyTuple_Size(parts) ? Py_NewRef(parts) : NULL;
    }
    Py_XDECREF(told);
    return right && !failed();
}

/* Whether a word of small Latin letters is in no list: of those it is known what they say. */
static int is_unlisted(const Splitter *self, chunk_slice small) {
    int64_t number = find_chunk(&self->table, small);
    return number < 0 || (size_t)number >= self->listed;
}

/* Write a word small that is a capital and small Latin letters, or capitals alone; false for any other, or for a
   single letter. */
static int write_small(chunk_slice slice, uint8_t *small) {
    if (slice.size < 2 || slice.size > LONGEST_REMEMBERED) return 0;
    uint8_t both = slice.bytes[1] & 32; /* as the second letter is, so are those behind it */
    for (size_t i = 0; i < slice.size; i++) {
        small[i] = slice.bytes[i] | 32;
        if (small[i] < 'a' || small[i] > 'z' || (slice.bytes[i] & 32) != (i ? both : 0)) return 0;
    }
    return 1;
}

/* Whether a word is a capital with such letters behind it, and in no list when written small. */
static int is_plain_capital(const Splitter *self, chunk_slice slice) {
    uint8_t small[LONGEST_REMEMBERED];
    return write_small(slice, small) && is_unlisted(self, (chunk_slice){small, slice.size});
}

/* Whether a plain capital is surely no word that is known, nor one with the clitic. */
static int is_unknown(const Splitter *self, chunk_slice slice) {
    uint8_t small[LONGEST_REMEMBERED];
    Py_ssize_t clitic;
    const char *its = PyUnicode_AsUTF8AndSize(self->its, &clitic);
    const word_cuts *cuts = self->cuts == Py_None ? NULL : cuts_of(self->cuts);
    if (!its || !cuts || !write_small(slice, small) || may_explain(cuts, small, slice.size)) return 0;
    size_t base = slice.size > (size_t)clitic ? slice.size - (size_t)clitic : 0;
    return !base || memcmp(small + base, its, (size_t)clitic) || !may_explain(cuts, small, base);
}

/* Learn a word of small Latin letters, or a plain capital, that is in no list: only its traits are asked for, and
   these only of a capital; false with an error set. */
static int learn_plain(Splitter *self, chunk_slice slice, learnt_word *answer) {
    memset(answer, 0, sizeof *answer);
    answer->code = code_of_ascii(slice.bytes, slice.size);
    answer->length = slice.size < UINT8_MAX ? (uint8_t)slice.size : UINT8_MAX;
    answer->may_start = (uint8_t)may_start_form(&self->tables, slice.bytes, slice.size, &answer->forms);
    answer->is_small = is_small_word(slice);
    answer->learnt = 1;
    if (is_small_written(slice)) return 1;
    if (is_unknown(self, slice)) {
        answer->traits = CAPITAL | (slice.bytes[1] & 32 ? 0 : UPPER);
        return 1;
    }
    PyObject *word = as_string(slice.bytes, slice.size);
    PyObject *told = word ? PyObject_CallFunctionObjArgs(self->capital, word, NULL) : NULL;
    unsigned long traits = told ? PyLong_AsUnsignedLong(told) : 0;
    answer->traits = (uint32_t)traits;
    Py_XDECREF(word);
    Py_XDECREF(told);
    return !failed() && expect(traits <= UINT32_MAX, "no such traits");
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

int64_t look_up(Splitter *self, chunk_slice slice, int64_t number) {
    if (number < 0) number = number_chunk(&self->table, slice);
    if (number < 0) {
        PyErr_NoMemory();
        return -1;
    }
    if (!make_room(self, (size_t)number)) return -1;
    if (self->learnt[number].learnt) return number;
    learnt_word answer;
    int plain = is_small_written(slice) ? (size_t)number >= self->listed : is_plain_capital(self, slice);
    int done = plain ? learn_plain(self, slice, &answer) : ask_python(self, slice, &answer);
    if (!done || self->learnt[number].learnt)
        forget_word(&answer); /* an error, or another thread has learnt it while Python was asked */
    else
        self->learnt[number] = answer;
    return done ? number : -1;
}

int known_to_python(void *owner, const text_word *word) {
    split_text *text = owner;
    Splitter *self = text->self;
    int remembered = word->word != NOT_REMEMBERED;
    if (remembered && self->learnt[word->word].known) return self->learnt[word->word].known == 2;
    if (failed()) return 0; /* told at the end */
    PyObject *written = as_string(text->text.bytes + word->begin, word->end - word->begin);
    PyObject *told = written ? PyObject_CallFunctionObjArgs(self->known, written, NULL) : NULL;
    int known = told ? PyObject_IsTrue(told) : -1;
    Py_XDECREF(written);
    Py_XDECREF(told);
    if (known >= 0 && remembered) self->learnt[word->word].known = (uint8_t)(1 + known);
    return known > 0;
}
