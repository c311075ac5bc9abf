/* A splitter of texts for Python: the words of a text, and where it names somebody. What `splitting.c` and the
   `names_*.c` find, as index/splitting_compiled.py takes it; what a word says `learning.c` remembers. */
#include "prefetch.h"
#include "printing.h"
#include "splitter.h"

#include <stdlib.h>

/* Raised with every change of what is here; index/splitters.py asks for it. */
enum { VERSION = 16 };

/* ---- what is curated ------------------------------------------------------------------------------------ */

static int all_below(const int32_t *numbers, size_t count, size_t most, int32_t least) {
    for (size_t i = 0; i < count; i++)
        if (numbers[i] < least || (numbers[i] >= 0 && (size_t)numbers[i] >= most)) return 0;
    return 1;
}

static int ascends_to(const uint32_t *ends, size_t count, size_t most) {
    for (size_t i = 0; i < count; i++)
        if (ends[i] > most || (i && ends[i] < ends[i - 1])) return 0;
    return 1;
}

/* Take the arrays of name_tables; false with an error set where one does not fit another. */
static int take_tables(Splitter *self, PyObject *given) {
    static const wanted_array wanted[TABLES] = {
        {"letters", 1, READ}, {"letter ends", 4, READ}, {"inner", 4, READ},
        {"actors", 4, READ},  {"guarded ends", 4, READ}, {"guarded", 4, READ},
        {"kinds", 1, READ},   {"pair keys", 4, READ},   {"pair values", 1, READ}};
    if (!expect(PyTuple_Size(given) == TABLES, "nine tables are wanted")) return 0;
    for (int i = 0; i < TABLES; i++)
        if (!take(PyTuple_GetItem(given, i), &wanted[i], &self->views[i])) return 0;
    Py_buffer *views = self->views;
    size_t forms = COUNT(views[1]), actors = COUNT(views[6]);
    self->tables = (name_tables){forms,        COUNT(views[7]), views[0].buf, views[1].buf, views[2].buf, views[3].buf,
                                 views[4].buf, views[5].buf,    views[6].buf, views[7].buf, views[8].buf, {0}};
    const name_tables *tables = &self->tables;
    int fits = COUNT(views[2]) == forms && COUNT(views[3]) == forms && COUNT(views[4]) == forms &&
               COUNT(views[8]) == tables->pairs && (size_t)PyTuple_Size(self->actors) == actors &&
               PyTuple_Size(self->kinds) == PLACE && PyTuple_Size(self->suffixes) == PLACE && ascends_to(tables->letter_ends, forms, COUNT(views[0])) &&
               ascends_to(tables->guarded_ends, forms, COUNT(views[5])) &&
               all_below(tables->actors, forms, actors, -1) &&
               all_below(tables->guarded, COUNT(views[5]), actors, 0);
    for (size_t i = 0; fits && i < forms; i++) {
        size_t from = i ? tables->letter_ends[i - 1] : 0;
        if (from < tables->letter_ends[i]) self->tables.begins[tables->letters[from]] = 1;
    }
    for (size_t i = 0; fits && i < actors; i++) fits = tables->kinds[i] && tables->kinds[i] <= PLACE;
    for (size_t i = 0; fits && i < forms; i++) fits = tables->inner[i] >= -1 && tables->inner[i] < (int64_t)i;
    return expect(fits, "tables do not fit");
}

/* Take the classes of the first code points; false with an error set. */
static int take_classes(Splitter *self, PyObject *classes) {
    char *near;
    Py_ssize_t known;
    if (PyBytes_AsStringAndSize(classes, &near, &known) < 0) return 0;
    self->classes.near = (const uint8_t *)near;
    self->classes.known = (size_t)known;
    return expect(known >= 0x80, "classes of ASCII at least are wanted");
}

int take_strings(chunk_table *table, PyObject *strings) {
    for (Py_ssize_t i = 0; i < PyTuple_Size(strings); i++) {
        Py_ssize_t size;
        const char *bytes = PyUnicode_AsUTF8AndSize(PyTuple_GetItem(strings, i), &size);
        if (!bytes) return 0;
        if (number_chunk(table, (chunk_slice){(const uint8_t *)bytes, (size_t)size}) < 0) {
            PyErr_NoMemory();
            return 0;
        }
    }
    return 1;
}

/* Take the small words that are to be asked for: of any other it is known what they say. The same of names. */
static int take_listed(Splitter *self, PyObject *words, PyObject *forms, PyObject *taken) {
    if (!take_strings(&self->table, words)) return 0;
    self->listed = self->table.count;
    return take_strings(&self->forms, forms) && take_strings(&self->taken, taken);
}

/* Splitter(classes, (page, learn, capital, known, called), (cuts, its), (listed, forms, taken), (kinds, suffixes, countries,
   actors), (Mention, setters), (Actor, setters), tables, most_names, secret) */
static PyObject *splitter_new(PyTypeObject *type, PyObject *args, PyObject *named) {
    PyObject *classes, *page, *learn, *capital, *known, *called, *listed, *forms, *taken, *kinds, *suffixes, *countries;
    PyObject *cuts, *its, *actors, *mention, *of_mention, *actor, *of_actor, *tables;
    unsigned long long secret;
    Py_ssize_t most_names;
    if (named && PyDict_Size(named)) return PyErr_Format(PyExc_TypeError, "arguments without names are wanted");
    if (!PyArg_ParseTuple(args, "S(OOOOO)(OU)(O!O!O!)(O!O!OO!)(OO!)(OO!)O!nK", &classes, &page, &learn, &capital, &known,
                          &called, &cuts, &its, &PyTuple_Type, &listed, &PyTuple_Type, &forms, &PyTuple_Type, &taken, &PyTuple_Type,
                          &kinds, &PyTuple_Type, &suffixes, &countries, &PyTuple_Type, &actors, &mention, &PyTuple_Type,
                          &of_mention, &actor, &PyTuple_Type, &of_actor, &PyTuple_Type, &tables, &most_names,
                          &secret))
        return NULL;
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    Splitter *self = (Splitter *)allocate(type, 0); /* all zeros */
    if (!self) return NULL;
    self->first_classes = Py_NewRef(classes);
    self->page = Py_NewRef(page);
    self->learn = Py_NewRef(learn);
    self->capital = Py_NewRef(capital);
    self->known = Py_NewRef(known);
    self->called = Py_NewRef(called);
    self->cuts = Py_NewRef(cuts);
    self->its = Py_NewRef(its);
    self->kinds = Py_NewRef(kinds);
    self->suffixes = Py_NewRef(suffixes);
    self->countries = Py_NewRef(countries);
    self->actors = Py_NewRef(actors);
    self->most_names = most_names > 0 ? (size_t)most_names : 1;
    self->table.secret = self->forms.secret = self->taken.secret = secret;
    forget_names(self);
    if (expect(cuts == Py_None || cuts_of(cuts), "cuts of words are wanted") &&
        take_record(&self->mention, mention, of_mention, MENTION_FIELDS) &&
        take_record(&self->actor, actor, of_actor, ACTOR_FIELDS) && take_classes(self, classes) &&
        take_tables(self, tables) && take_listed(self, listed, forms, taken))
        return (PyObject *)self;
    Py_DECREF(self);
    return NULL;
}

static void splitter_free(PyObject *object) {
    Splitter *self = (Splitter *)object;
    PyTypeObject *type = Py_TYPE(object);
    for (size_t i = 0; i < self->room; i++) forget_word(&self->learnt[i]);
    forget_names(self);
    free_chunks(&self->forms);
    free_chunks(&self->taken);
    free_chunks(&self->table);
    PyMem_Free(self->learnt);
    give_back(self->views, TABLES);
    for (size_t i = 0; i < PAGES; i++) PyMem_Free(self->classes.far[i]);
    Py_XDECREF(self->first_classes);
    Py_XDECREF(self->page);
    Py_XDECREF(self->learn);
    Py_XDECREF(self->capital);
    Py_XDECREF(self->known);
    Py_XDECREF(self->called);
    Py_XDECREF(self->cuts);
    Py_XDECREF(self->its);
    Py_XDECREF(self->kinds);
    Py_XDECREF(self->countries);
    Py_XDECREF(self->suffixes);
    Py_XDECREF(self->mention.type);
    Py_XDECREF(self->mention.setters);
    Py_XDECREF(self->actor.type);
    Py_XDECREF(self->actor.setters);
    Py_XDECREF(self->actors);
    ((freefunc)PyType_GetSlot(type, Py_tp_free))(object);
    Py_DECREF(type);
}

/* ---- a text --------------------------------------------------------------------------------------------- */

/* Make room for one more word and the margin behind it; false with an error set. */
static int room_for_word(split_text *text) {
    size_t needed = text->text.count + 1 + 2 * MARGIN;
    if (needed <= text->room) return 1;
    size_t room = text->room ? text->room * 2 : 1024;
    text_word *words = PyMem_Realloc(text->words, room * sizeof *words);
    if (words) text->words = words;
    uint64_t *codes = words ? PyMem_Realloc(text->codes, room * sizeof *codes) : NULL;
    if (codes) text->codes = codes;
    if (!codes) {
        PyErr_NoMemory();
        return 0;
    }
    text->room = room;
    text->text.words = text->words + MARGIN;
    return 1;
}

/* Put down a small word; false with an error set. */
static int add_code(split_text *text, uint64_t code) {
    if (text->small_count == text->small_room) {
        size_t room = text->small_room * 2 + 256;
        uint64_t *small = PyMem_Realloc(text->small, room * sizeof *small);
        if (!small) return PyErr_NoMemory() != NULL;
        text->small = small;
        text->small_room = room;
    }
    text->small[text->small_count++] = code;
    return 1;
}

/* Put down the small words of a word that is new to the text; false with an error set. Those of one that holds several
   may be there already: few are, and they wait for the end. */
static int add_small(split_text *text, const learnt_word *one) {
    if (one->is_small) return add_code(text, one->code);
    for (Py_ssize_t i = 0; one->small && i < PyTuple_Size(one->small); i++) {
        Py_ssize_t size;
        const char *bytes = PyUnicode_AsUTF8AndSize(PyTuple_GetItem(one->small, i), &size);
        if (!bytes) return 0;
        uint64_t code = code_of_ascii((const uint8_t *)bytes, (size_t)size);
        if (text->held_count < HELD)
            text->held[text->held_count++] = code;
        else if (text->mixed = 1, !add_code(text, code))
            return 0;
    }
    return 1;
}

/* Go on to the next of the words that one was glued from; false with an error set. */
static int next_part(PyObject *written, split_word *piece, size_t end) {
    Py_ssize_t size, points = PyUnicode_GetLength(written);
    if (points < 0 || !PyUnicode_AsUTF8AndSize(written, &size)) return 0;
    piece->begin = piece->end;
    piece->first = piece->last;
    piece->end += (size_t)size;
    piece->last += (size_t)points;
    return expect(piece->end <= end && piece->begin < piece->end, "parts are longer than their word");
}

/* Put down a word of which this is learnt; false with an error set. */
static int put_word(split_text *text, const learnt_word *one, uint32_t number, const split_word *at, uint16_t gap) {
    if (!room_for_word(text)) return 0;
    text->codes[text->text.count] = one->code;
    text->text.words[text->text.count++] = (text_word){.first = (uint32_t)at->first,
                                                       .last = (uint32_t)at->last,
                                                       .begin = (uint32_t)at->begin,
                                                       .end = (uint32_t)at->end,
                                                       .traits = one->traits,
                                                       .cues = one->cues,
                                                       .word = number,
                                                       .form = -1,
                                                       .gap = gap,
                                                       .pair = one->pair,
                                                       .reach = one->reach,
                                                       .length = one->length};
    return 1;
}

static int is_learnt(const Splitter *self, int64_t number) {
    return (size_t)number < self->room && self->learnt[number].learnt;
}

/* Put a word down that is learnt if need be (`found` as in look_up), or the words that it was glued from; false
   with an error set. These are put down as they are (`part`), and their small words are none of the text. */
static int take_word(split_text *text, const split_word *at, int64_t found, uint16_t gap, unsigned long long stamp,
                     int part) {
    Splitter *self = text->self;
    chunk_slice slice = {text->text.bytes + at->begin, at->end - at->begin};
    learnt_word answer, *one = &answer;
    uint32_t number = NOT_REMEMBERED;
    int first = !part, done = 1;
    if (slice.size > LONGEST_REMEMBERED) {
        if (!ask_python(self, slice, &answer)) return 0;
    } else {
        int64_t known = found >= 0 && is_learnt(self, found) ? found : look_up(self, slice, found);
        if (known < 0) return 0;
        number = (uint32_t)known;
        one = &self->learnt[known];
        first = first && one->seen != stamp;
        if (!part) one->seen = stamp;
    }
    if (first) done = add_small(text, one);
    if (done && (part || !one->parts)) done = put_word(text, one, number, at, gap);
    PyObject *parts = done && !part && one->parts ? Py_NewRef(one->parts) : NULL;
    if (one == &answer) forget_word(&answer);
    split_word piece = {at->begin, at->begin, at->first, at->first};
    for (Py_ssize_t i = 0; parts && done && i < PyTuple_Size(parts); i++) {
        done = next_part(PyTuple_GetItem(parts, i), &piece, at->end) &&
               take_word(text, &piece, -1, i ? gap_bits(&text->text, at->begin, at->begin) : gap, stamp, 1);
    }
    Py_XDECREF(parts);
    return done;
}

static chunk_slice slice_of(const uint8_t *bytes, const split_word *word) {
    return (chunk_slice){bytes + word->begin, word->end - word->begin};
}

/* Find the next words, up to AT_ONCE, and the numbers of those that are remembered, −1 for others; how many.

   All are hashed before the first is looked up, and looked up before what is learnt of the first is read: what is
   far away is on its way from memory meanwhile. */
static size_t find_words(const split_text *text, split_reader *read, split_word *words, int64_t *numbers) {
    const Splitter *self = text->self;
    const uint8_t *bytes = text->text.bytes;
    chunk_key keys[AT_ONCE];
    size_t count = 0;
    for (; count < AT_ONCE && next_word(read, &words[count]); count++)
        keys[count] = expect_chunk(&self->table, slice_of(bytes, &words[count]));
    for (size_t i = 0; i < count; i++) {
        chunk_slice slice = slice_of(bytes, &words[i]);
        numbers[i] = slice.size > LONGEST_REMEMBERED ? -1 : find_expected(&self->table, slice, keys[i]);
        if (numbers[i] >= 0 && (size_t)numbers[i] < self->room) PREFETCH(&self->learnt[numbers[i]]);
    }
    return count;
}

static int compare_codes(const void *left, const void *right) {
    uint64_t one = *(const uint64_t *)left, other = *(const uint64_t *)right;
    return (one > other) - (one < other);
}

/* Leave each small word once; false with an error set. */
static int drop_repeated(split_text *text) {
    for (size_t i = 0; i < text->held_count; i++) {
        size_t place = text->mixed ? text->small_count : 0;
        while (place < text->small_count && text->small[place] != text->held[i]) place++;
        if (place == text->small_count && !add_code(text, text->held[i])) return 0;
    }
    if (!text->mixed) return 1;
    size_t kept = 0;
    qsort(text->small, text->small_count, sizeof *text->small, compare_codes);
    for (size_t i = 0; i < text->small_count; i++)
        if (!i || text->small[i] != text->small[i - 1]) text->small[kept++] = text->small[i];
    text->small_count = kept;
    return 1;
}

/* Read a whole text; false with an error set. */
static int read_text(split_text *text, split_reader *read) {
    unsigned long long stamp = ++text->self->texts;
    size_t end = 0, count;
    split_word words[AT_ONCE];
    int64_t numbers[AT_ONCE];
    uint16_t gap = GAP_BLANK | GAP_SENTENCE; /* as before a new line */
    do {
        count = find_words(text, read, words, numbers);
        for (size_t i = 0; i < count; i++) {
            uint16_t before = end ? gap_bits(&text->text, end, words[i].begin) : gap;
            if (!take_word(text, &words[i], numbers[i], before, stamp, 0)) return 0;
            end = words[i].end;
        }
    } while (count == AT_ONCE);
    if (text->self->texts != stamp) text->mixed = 1; /* Python was asked, and another text read meanwhile */
    if (!drop_repeated(text) || !room_for_word(text)) return 0;
    text_word nothing = {.form = -1, .gap = gap};
    for (size_t i = 0; i < MARGIN; i++) text->words[i] = text->text.words[text->text.count + i] = nothing;
    return 1;
}

/* Find where the text names somebody; false with an error set. */
static int find_names(split_text *text) {
    named_text *found = &text->text;
    for (size_t i = 0; i < found->count; i++) {
        uint32_t number = found->words[i].word;
        const learnt_word *one = number == NOT_REMEMBERED ? NULL : &text->self->learnt[number];
        if (!one || one->may_start) match_word(found, i, one ? &one->forms : NULL);
    }
    found->spans = PyMem_Malloc((found->count + 1) * sizeof *found->spans);
    if (!found->spans) {
        PyErr_NoMemory();
        return 0;
    }
    cut_spans(found);
    judge_spans(found);
    return !failed();
}

/* ---- what Python is given of it ------------------------------------------------------------------------- */

/* codes and starts, codes of small words (None where the words do not tell them), all as bytes; whom it names */
static PyObject *told_text(split_text *text, const named_text *title, int strange) {
    size_t count = text->text.count;
    PyObject *starts = PyBytes_FromStringAndSize(NULL, (Py_ssize_t)(count * sizeof(int32_t)));
    PyObject *cast = starts ? cast_of(text->self, &text->text, title) : NULL, *told = NULL;
    if (cast) {
        char *at = PyBytes_AsString(starts);
        for (size_t i = 0; i < count; i++, at += sizeof(int32_t)) memcpy(at, &text->text.words[i].first, sizeof(int32_t));
        told = Py_BuildValue("y#Oy#O", text->codes ? (const char *)text->codes : "", (Py_ssize_t)(count * sizeof(uint64_t)),
                             starts, strange ? NULL : text->small ? (const char *)text->small : "",
                             (Py_ssize_t)(text->small_count * sizeof(uint64_t)), cast);
    }
    Py_XDECREF(starts);
    Py_XDECREF(cast);
    return told;
}

/* Ask Python for the classes of the page that a code point is in; false with an error set. */
static int learn_page(Splitter *self, size_t point) {
    PyObject *answer = PyObject_CallFunction(self->page, "n", (Py_ssize_t)(point / PAGE));
    uint8_t **page = &self->classes.far[point / PAGE];
    char *told;
    Py_ssize_t size;
    int right = answer && PyBytes_AsStringAndSize(answer, &told, &size) == 0 && expect(size == PAGE, "a page is wanted");
    uint8_t *classes = right ? PyMem_Malloc(PAGE) : NULL;
    if (right && !classes) PyErr_NoMemory();
    if (classes) {
        memcpy(classes, told, PAGE);
        PyMem_Free(*page); /* another thread may have asked meanwhile */
        *page = classes;
    }
    Py_XDECREF(answer);
    return classes != NULL;
}

/* Read a whole text, whatever it is written in; false with an error set. */
static int read_any_text(split_text *text, split_reader *read) {
    for (;;) {
        split_reader again = *read;
        if (!read_text(text, &again)) return 0;
        if (!again.unknown) {
            *read = again;
            return 1;
        }
        if (!learn_page(text->self, again.unknown)) return 0;
        text->text.count = text->small_count = text->held_count = 0;
    }
}

/* Learn what the letters of a headline are; false with an error set. */
static int read_title(Splitter *self, const named_text *title) {
    for (size_t place = 0, bytes; place < title->size; place += bytes) {
        size_t point = point_at(title->bytes + place, title->size - place, &bytes);
        if (class_of_point(title->classes, point) < 0 && !learn_page(self, point)) return 0;
    }
    return 1;
}

/* Take a string as a text; false without an error set where it has no UTF-8: it has half a surrogate pair. */
static int take_text(const Splitter *self, PyObject *written, named_text *text) {
    Py_ssize_t size;
    const char *bytes = PyUnicode_AsUTF8AndSize(written, &size);
    if (!bytes && PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) PyErr_Clear();
    if (!bytes || !expect(size <= INT32_MAX, "a text of at most two gigabytes is wanted")) return 0;
    *text = (named_text){.classes = &self->classes,
                         .bytes = (const uint8_t *)bytes,
                         .size = (size_t)size,
                         .tables = &self->tables,
                         .is_known = known_to_python};
    return 1;
}

/* scan(text, title): see told_text; None where Python must. */
static PyObject *splitter_scan(PyObject *object, PyObject *const *args, Py_ssize_t given) {
    Splitter *self = (Splitter *)object;
    split_text text = {.self = self};
    named_text title;
    if (given != 2) return PyErr_Format(PyExc_TypeError, "a text and its headline are wanted");
    if (!take_text(self, args[0], &text.text) || !take_text(self, args[1], &title))
        return failed() ? NULL : Py_NewRef(Py_None);
    split_reader read = {&self->classes, text.text.bytes, text.text.size, 0, 0, 0, 0};
    text.text.owner = &text;
    PyObject *result = NULL;
    self->scanning++;
    if (make_room_for_names(self) && read_title(self, &title) && read_any_text(&text, &read) && find_names(&text))
        result = told_text(&text, &title, read.strange);
    self->scanning--;
    PyMem_Free(text.words);
    PyMem_Free(text.codes);
    PyMem_Free(text.text.spans);
    PyMem_Free(text.small);
    return result;
}

static Py_ssize_t splitter_length(PyObject *object) { return (Py_ssize_t)((Splitter *)object)->table.count; }

static PyMethodDef METHODS[] = {{"scan", FAST(splitter_scan), METH_FASTCALL, NULL}, {NULL, NULL, 0, NULL}};
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
    PyObject *cuts = PyType_FromSpec(&CUTS);
    int added = cuts ? PyModule_AddObjectRef(module, "Cuts", cuts) : -1;
    Py_XDECREF(cuts);
    return added < 0 ? -1 : add_type_and_version(module, &SPLITTER, "Splitter", VERSION);
}

static PyModuleDef_Slot SLOTS[] = {{Py_mod_exec, fill_module}, {0, NULL}};
static struct PyModuleDef MODULE = {
    PyModuleDef_HEAD_INIT, "index._splitting", "See index/compiled/splitting.h and printing.h.", 0, FUNCTIONS, SLOTS, NULL, NULL, NULL};

PyMODINIT_FUNC PyInit__splitting(void) { return PyModuleDef_Init(&MODULE); }
