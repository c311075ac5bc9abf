/* Random texts for what finds words and names (index/compiled/splitting.c, names_*.c), settles whom they name and
   prints sentences (printing.c), under AddressSanitizer and UndefinedBehaviorSanitizer.

   What splitter.c and casting.c promise holds: the text is valid UTF-8, numbers in tables are of the arrays they point
   into, and words stand in order. What a word says is drawn by its letters, so that every rule meets every bit. Run
   by scripts/fuzz. */
#include "names.h"
#include "printing.h"
#include "settling.h"
#include "splitting.h"

#include "input.h"

enum { POINTS = 0x110000, FORMS = 12, CURATED = 8, OPEN = 6, PAIRS = 4, SAID = 10, IDS = 6, MOST_POINTS = 600 };
/* Ascending by their bytes, and which other each begins with. */
static const char *const WRITTEN[FORMS] = {"A",    "A-b",   "Ab",    "Ab c", "AbB", "Aé",
                                            "B (c", "B.com", "Dd Dd", "c d",  "d!",  "é"};
static const int32_t INNER[FORMS] = {-1, 0, 0, 2, 2, 0, -1, -1, -1, -1, -1, -1};
static uint8_t EVERY[POINTS]; /* the class of every code point */

static size_t encode(uint32_t point, uint8_t *out) {
    static const uint8_t MARKS[] = {0, 0, 0xc0, 0xe0, 0xf0};
    size_t size = point < 0x80 ? 1 : point < 0x800 ? 2 : point < 0x10000 ? 3 : 4;
    for (size_t i = size - 1; i; i--, point >>= 6) out[i] = (uint8_t)(0x80 | (point & 0x3f));
    out[0] = (uint8_t)(MARKS[size] | point);
    return size;
}

/* What stands at each code point, near enough to what Python says. */
static void classify_all(void) {
    for (uint32_t point = 0; point < POINTS; point++) {
        int capital = (point >= 'A' && point <= 'Z') || point == 0xc9 || point == 0x1d400;
        int small = (point >= 'a' && point <= 'z') || point == 0xe9 || point == 0x1d41a;
        int letter = capital || small || point == 0x4e00 || point == 0x20000, digit = point >= '0' && point <= '9';
        EVERY[point] = (uint8_t)((letter ? IN_WORD | BEHIND_APOSTROPHE : 0) | (digit ? IN_WORD : 0) |
                                 (capital ? CAPITAL_LETTER : 0) | (small ? SMALL_LETTER : 0));
        if (point == '\'' || point == 0x2019) EVERY[point] = APOSTROPHE;
        if (point == '_') EVERY[point] = UNDERSCORE;
        if (point == ' ' || point == '\n' || point == 0xa0 || point == 0x2003 || point == 0x3000) EVERY[point] = BLANK;
        if (point == '.' || point == '\n' || point == '"' || point == 0x2013) EVERY[point] |= SENTENCE_END;
    }
}

/* Know the first classes alone, so many. */
static void draw_classes(input *in, letter_classes *classes) {
    static const size_t KNOWN_FIRST[] = {0x80, 0x100, 0x150, 0x2020, 0x3000};
    memset(classes, 0, sizeof *classes);
    classes->known = KNOWN_FIRST[number(in, sizeof KNOWN_FIRST / sizeof *KNOWN_FIRST - 1)];
    uint8_t *near = malloc(classes->known);
    if (!near) abort();
    classes->near = memcpy(near, EVERY, classes->known);
}

/* Learn the page of a code point of which nothing was known. */
static void learn_page(letter_classes *classes, size_t point) {
    if (point >= POINTS || class_of_point(classes, point) >= 0) abort();
    uint8_t *page = malloc(PAGE);
    if (!page) abort();
    classes->far[point / PAGE] = memcpy(page, EVERY + point / PAGE * PAGE, PAGE);
}

static void free_classes(letter_classes *classes) {
    for (size_t i = 0; i < PAGES; i++) free(classes->far[i]);
    free((void *)classes->near);
}

static uint32_t drawn(const uint8_t *word, size_t size, uint32_t salt) {
    uint32_t hash = 2166136261u ^ salt * 2654435761u;
    for (size_t i = 0; i < size; i++) hash = (hash ^ word[i]) * 16777619u;
    return hash ^ hash >> 15;
}

static int known_by_letters(void *owner, const text_word *word) {
    const named_text *text = owner;
    return drawn(text->bytes + word->begin, word->end - word->begin, 7) & 1;
}

/* ---- curated forms -------------------------------------------------------------------------------------- */

/* Whether a form may start or end between two code points, of which one is outside. */
static int divides_there(const named_text *text, size_t place, int left_is_outside) {
    size_t before = place - 1, bytes;
    if (!place || place >= text->size) return 1;
    while ((text->bytes[before] & 0xc0) == 0x80) before--;
    unsigned left = EVERY[point_at(text->bytes + before, place - before, &bytes)];
    unsigned right = EVERY[point_at(text->bytes + place, text->size - place, &bytes)];
    return !((left_is_outside ? left : right) & IN_WORD) || (left & SMALL_LETTER && right & CAPITAL_LETTER);
}

/* The longest form that stands somewhere as a whole word, by looking at each; −1 for none. */
static int32_t longest_there(const named_text *text, size_t place, size_t *end) {
    int32_t longest = -1;
    *end = place;
    for (size_t i = 0; i < text->tables->forms && divides_there(text, place, 1); i++) {
        size_t length = strlen(WRITTEN[i]);
        if (length > text->size - place || memcmp(text->bytes + place, WRITTEN[i], length)) continue;
        if (place + length <= *end || !divides_there(text, place + length, 0)) continue;
        *end = place + length;
        longest = (int32_t)i;
    }
    return longest;
}

/* Ask which forms begin with a word, and compare with looking at each; whether one may start there. */
static int range_checked(const named_text *text, const text_word *word, form_range *range) {
    size_t size = word->end - word->begin;
    int may = may_start_form(text->tables, text->bytes + word->begin, size, range), starts = 0;
    if (range->first > range->last || range->last > text->tables->forms) abort();
    for (size_t i = 0; i < text->tables->forms; i++) {
        size_t length = strlen(WRITTEN[i]);
        int begins = !memcmp(text->bytes + word->begin, WRITTEN[i], size < length ? size : length);
        if ((begins && length >= size) != (range->first <= i && i < range->last)) abort();
        starts |= begins;
    }
    if (may != starts) abort();
    return may;
}

/* Find a form, among those that begin with the word and among all, and compare with looking at each. */
static void match_checked(named_text *text, size_t number) {
    text_word *word = &text->words[number], among_all;
    form_range range;
    size_t end, after = number;
    int32_t longest = longest_there(text, word->begin, &end);
    int may = range_checked(text, word, &range);
    while (after < text->count && text->words[after].end <= end) after++;
    text_word unmatched = *word;
    match_word(text, number, NULL);
    among_all = *word;
    *word = unmatched;
    if (may) match_word(text, number, &range);
    if (word->form != longest || among_all.form != longest || word->traits != among_all.traits) abort();
    if (longest >= 0 && (word->form_end != after || among_all.form_end != after)) abort();
}

/* Find whom a headline names, and compare with looking everywhere. There is room for so many. */
static size_t title_checked(const named_text *title, int32_t *actors) {
    size_t count = match_title(title, actors), seen = 0;
    for (size_t place = 0, end; place < title->size;) {
        int32_t form = longest_there(title, place, &end), actor = meant_by(title, form);
        if (actor >= 0 && (seen == count || actors[seen++] != actor)) abort();
        if (actor < 0) point_at(title->bytes + place, title->size - place, &end), end += place;
        place = end;
    }
    if (seen != count) abort();
    return count;
}

/* ---- words and spans ------------------------------------------------------------------------------------ */

/* So many code points stand before each byte. */
static uint32_t *count_points(const named_text *text) {
    uint32_t *points = malloc((text->size + 1) * sizeof *points), count = 0;
    if (!points) abort();
    for (size_t i = 0; i < text->size; i++) {
        points[i] = count;
        count += i + 1 == text->size || (text->bytes[i + 1] & 0xc0) != 0x80;
    }
    points[text->size] = count;
    return points;
}

static void check_words(const named_text *text, const uint32_t *points) {
    uint32_t end = 0;
    for (size_t i = 0; i < text->count; i++) {
        const text_word *word = &text->words[i];
        if (word->begin < end || word->end <= word->begin || word->end > text->size) abort();
        if (word->first != points[word->begin] || word->last != points[word->end]) abort();
        end = word->end;
    }
}

static void check_spans(const named_text *text, const uint32_t *points) {
    uint32_t first = 0, end = 0;
    for (size_t i = 0; i < text->span_count; i++) {
        const name_span *span = &text->spans[i];
        if (span->first < first || span->core <= span->first || span->last < span->core) abort();
        if (span->last > text->count || span->start < end || span->end <= span->start || span->stop > text->size)
            abort();
        if (span->start != points[text->words[span->first].begin] || span->end != points[span->stop]) abort();
        if (span->shortened && span->core >= span->last) abort();
        if (span->kind > PLACE || span->trust > SURE || span->actor >= CURATED) abort();
        if (span->form >= (int32_t)text->tables->forms || span_flags(text, span) > 255) abort();
        first = span->last;
        end = span->end;
    }
}

/* Print sentences of random lengths. */
static void print_words(const named_text *text, const uint64_t *codes) {
    size_t sentences = text->count / 3, words = text->count;
    int32_t *starts = malloc((words + 1) * sizeof *starts), *spans = calloc(2 * sentences + 1, sizeof *spans);
    uint64_t *room = malloc((words + 3 * sentences + 1) * sizeof *room);
    if (!starts || !spans || !room) abort();
    for (size_t i = 0; i < words; i++) starts[i] = (int32_t)text->words[i].first;
    int32_t place = 0;
    for (size_t i = 0; i < 2 * sentences; i++)
        spans[i] = place += (int32_t)(drawn(text->bytes, text->size, (uint32_t)i) % 120);
    printed_words printed = {codes, starts, words};
    sentence_prints found = {(int32_t *)(room + words + sentences), room + words, room,
                             (int32_t *)(room + words + 2 * sentences), 0, 0};
    print_sentences(&printed, spans, sentences, &found);
    if (found.sentences > sentences || found.run_count > words) abort();
    free(starts);
    free(spans);
    free(room);
}

/* ---- whom a text names ---------------------------------------------------------------------------------- */

/* What earlier texts said of names, ids and actors, each in memory of its very size: anything. One number tells all,
   so that most of an input is text. */
static name_memory draw_memory(uint32_t salt, const name_tables *tables) {
    uint8_t bytes[256];
    for (uint32_t i = 0; i < sizeof bytes; i++) bytes[i] = (uint8_t)drawn((const uint8_t *)&salt, sizeof salt, i);
    input spread = {bytes, sizeof bytes}, *in = &spread;
    name_memory memory = {.text = 1 + number(in, 3), .actor_count = CURATED + OPEN};
    memory.of_names = calloc(SAID, sizeof *memory.of_names);
    memory.of_ids = calloc(IDS, sizeof *memory.of_ids);
    memory.actors = calloc(CURATED + OPEN, sizeof *memory.actors);
    memory.parts = calloc(2 * (CURATED + OPEN), sizeof *memory.parts);
    if (!memory.of_names || !memory.of_ids || !memory.actors || !memory.parts) abort();
    for (size_t i = 0; i < SAID; i++) {
        known_name *name = &memory.of_names[i];
        uint8_t said = (uint8_t)number(in, 7);
        name->text = number(in, (size_t)memory.text);
        name->sure = name->person = (int32_t)number(in, CURATED + OPEN) - 1;
        name->nobody = said & 1;
        name->taught = said >> 1 & 1;
        name->spaced = said >> 2;
    }
    for (size_t i = 0; i < IDS; i++)
        memory.of_ids[i] = (known_id){number(in, (size_t)memory.text), (int32_t)number(in, CURATED + OPEN - 1)};
    for (size_t i = 0; i < memory.actor_count; i++) {
        known_actor *actor = &memory.actors[i];
        actor->kind = i < CURATED ? tables->kinds[i] : (uint8_t)(PERSON + number(in, 2));
        actor->country = actor->kind == PLACE && number(in, 1);
        actor->who = (uint32_t)number(in, IDS - 1);
        actor->name = (uint32_t)number(in, SAID - 1);
        actor->first_part = (uint32_t)memory.part_count;
        actor->parts = actor->kind == PERSON ? (uint32_t)number(in, 2) : 0;
        for (size_t more = actor->parts; more; more--)
            memory.parts[memory.part_count++] = (uint32_t)number(in, SAID - 1);
    }
    return memory;
}

static void free_memory(name_memory *memory) {
    free(memory->of_names);
    free(memory->of_ids);
    free(memory->actors);
    free(memory->parts);
}

/* Write the name of a span and its id, each where there is no more room than it may take. */
static void check_name(const named_text *text, const name_span *span) {
    size_t begin = text->words[span->first].begin, most = span->stop - begin, plain;
    uint8_t *letters = malloc(most);
    if (!letters || short_of(text, span).size > LONGEST_SHORT) abort();
    if (!short_of(text, span).size != !span->shortened) abort();
    size_t size = write_name(text, span, letters);
    if (!size || size > most || letters[0] == ' ' || letters[size - 1] == ' ') abort();
    for (size_t i = 1; i < size; i++)
        if (letters[i] == ' ' && letters[i - 1] == ' ') abort();
    uint8_t *id = malloc(size);
    if (!id) abort();
    plain = write_id((chunk_slice){letters, size}, id);
    if (plain && (plain != size || id[0] == '-' || id[size - 1] == '-')) abort();
    for (size_t i = 0; i < plain; i++) {
        int letter = ('a' <= id[i] && id[i] <= 'z') || ('0' <= id[i] && id[i] <= '9');
        if (!letter && (id[i] != '-' || id[i - 1] == '-')) abort();
    }
    free(letters);
    free(id);
}

/* Whom a span means by itself: what its name means as an open one is drawn by its letters. */
static span_meaning mean_span(const named_text *text, const name_span *span) {
    size_t begin = text->words[span->first].begin;
    uint32_t letters = drawn(text->bytes + begin, span->stop - begin, 11);
    span_meaning meaning = {.actor = span->actor,
                            .name = NO_NAME,
                            .shortened = span->shortened ? letters / 7 % SAID : NO_NAME,
                            .flags = span_flags(text, span),
                            .kind = span->kind,
                            .open = span->actor < 0 && span->kind};
    if (meaning.open) meaning.actor = (int32_t)(CURATED + letters / 3 % OPEN);
    if (!(meaning.flags & SAYS_CURATED)) meaning.name = letters % SAID;
    if (meaning.flags & SAYS_CURATED && meaning.actor < 0) abort(); /* it has no name to be settled by */
    return meaning;
}

static int same_settled(const settled_span *one, const settled_span *other) {
    return one->span == other->span && one->actor == other->actor && one->kept == other->kept &&
           one->flags == other->flags && one->first == other->first && one->loose == other->loose;
}

/* Each id has one actor, that of its first span; only countries are attributes. */
static void check_settled(const name_memory *memory, const named_text *text, const settled_span *named, size_t count) {
    int32_t meant[IDS];
    memset(meant, -1, sizeof meant);
    if (count > text->span_count) abort();
    for (size_t i = 0; i < count; i++) {
        const settled_span *one = &named[i];
        if (one->span < text->spans || one->span >= text->spans + text->span_count) abort();
        if ((i && one->span <= named[i - 1].span) || one->actor < 0 || one->actor >= CURATED + OPEN) abort();
        const known_actor *actor = &memory->actors[one->actor];
        if (one->first != (meant[actor->who] < 0)) abort();
        if (one->first) meant[actor->who] = one->actor;
        if (one->kept != meant[actor->who] || (one->loose && !actor->country)) abort();
    }
}

/* Forget what earlier texts said. */
static void forget_texts(name_memory *memory) {
    for (size_t i = 0; i < SAID; i++) memory->of_names[i] = (known_name){.spaced = memory->of_names[i].spaced};
    memset(memory->of_ids, 0, IDS * sizeof *memory->of_ids);
}

/* Settle whom a text and its headline name, twice: what earlier texts said tells nothing. */
static void settle_checked(name_memory *memory, const named_text *text, const named_text *title) {
    size_t spans = text->span_count, count = 0, kept = 0, kept_before = 0;
    span_meaning *meanings = calloc(spans ? spans : 1, sizeof *meanings);
    settled_span *named = calloc(2 * spans + 1, sizeof *named), *before = named + spans;
    int32_t *titled = malloc((title->size + 1) * sizeof *titled);
    if (!meanings || !named || !titled) abort();
    for (size_t i = 0; i < spans; i++) meanings[i] = mean_span(text, &text->spans[i]);
    for (int again = 0; again < 2; again++) {
        memcpy(before, named, count * sizeof *named);
        size_t count_before = count, title_count = title_checked(title, titled);
        if (again) forget_texts(memory);
        count = settle_spans(memory, text, meanings, named);
        check_settled(memory, text, named, count);
        kept_before = kept;
        kept = settle_title(memory, titled, title_count);
        if (kept > title_count || kept > IDS || (again && (count != count_before || kept != kept_before))) abort();
        for (size_t i = 0; again && i < count; i++)
            if (!same_settled(&named[i], &before[i])) abort();
        for (size_t i = 0; i < kept; i++)
            for (size_t j = 0; j < count + i; j++) {
                int32_t other = j < count ? named[j].actor : titled[j - count];
                if (memory->actors[titled[i]].who == memory->actors[other].who) abort();
            }
    }
    free(meanings);
    free(named);
    free(titled);
}

/* ---- a text --------------------------------------------------------------------------------------------- */

/* Curated forms, whom they mean, and pairs of words; what `name_tables` points into. */
typedef struct {
    uint8_t kinds[CURATED], pair_values[PAIRS];
    uint32_t letter_ends[FORMS], guarded_ends[FORMS];
    int32_t actors[FORMS], guarded[2 * FORMS];
    uint8_t *letters;
} drawn_tables;

/* Some of the forms, from the first on; their letters are in memory of their very size. */
static name_tables draw_tables(input *in, drawn_tables *room) {
    static const uint32_t PAIR_KEYS[PAIRS] = {1 << 16 | 1, 1 << 16 | 2, 2 << 16 | 1, 3 << 16 | 1};
    size_t forms = FORMS - (number(in, 3) ? 0 : number(in, FORMS));
    uint32_t end = 0, guards = 0;
    uint8_t begins[256] = {0}, letters[128];
    for (size_t i = 0; i < forms; i++) {
        memcpy(letters + end, WRITTEN[i], strlen(WRITTEN[i]));
        begins[letters[end]] = 1;
        room->letter_ends[i] = end += (uint32_t)strlen(WRITTEN[i]);
        room->actors[i] = (int32_t)number(in, CURATED) - 1;
        for (size_t more = number(in, 2); more; more--) room->guarded[guards++] = (int32_t)number(in, CURATED - 1);
        room->guarded_ends[i] = guards;
    }
    room->letters = malloc(end ? end : 1);
    if (!room->letters) abort();
    memcpy(room->letters, letters, end);
    for (size_t i = 0; i < CURATED; i++) room->kinds[i] = (uint8_t)(1 + number(in, 2));
    for (size_t i = 0; i < PAIRS; i++)
        room->pair_values[i] = (uint8_t)(number(in, 31) % (PAIR_PLACE_HEAD + PAIR_TITLE + 6));
    name_tables tables = {forms,        PAIRS,              room->letters, room->letter_ends, INNER,
                          room->actors, room->guarded_ends, room->guarded, room->kinds,       PAIR_KEYS,
                          room->pair_values, {0}};
    memcpy(tables.begins, begins, sizeof begins);
    return tables;
}

/* A text of up to so many letters and signs that matter, in memory of its very size. */
static uint8_t *draw_text(input *in, size_t most, size_t *size) {
    static const uint32_t OFTEN[] = {'A', 'B',    'b',  'c',  'd',  ' ',    ' ',    ' ',     ' ',     ',',     '.',
                                     '(', ')',    '\n', '-',  '/',  '\'',   0x2019, 0xe9,    0xc9,    0xa0,    0x2013,
                                     '_', 0x4e00, 'T',  0xff, 0x3000, 0x20000, 0x1d400, 0x1d41a, 0x10ffff};
    static const char *const PIECES[] = {".com", ".Co.Id", ".tv", ", ", " (Bb)", " dan ", ", dan ", "Ab c"};
    enum { MANY = sizeof OFTEN / sizeof *OFTEN, LONGEST = 6 };
    uint8_t bytes[LONGEST * MOST_POINTS];
    *size = 0;
    for (size_t i = 0; i < most && in->size; i++) {
        size_t one = number(in, 71), length = one < 64 ? 0 : strlen(PIECES[one - 64]);
        if (one >= 64) memcpy(bytes + *size, PIECES[one - 64], length);
        *size += length ? length : encode(one < MANY ? OFTEN[one] : (uint32_t)(' ' + one), bytes + *size);
    }
    uint8_t *text = malloc(*size ? *size : 1);
    if (!text) abort();
    memcpy(text, bytes, *size);
    return text;
}

/* A word with bits drawn by its letters: half of all pairs of them, but for a capital. */
static text_word draw_word(const named_text *text, const split_word *at, uint16_t gap, uint32_t salt) {
    const uint8_t *word = text->bytes + at->begin;
    size_t length = at->end - at->begin;
    uint32_t traits = drawn(word, length, salt) & drawn(word, length, salt + 1) & (MATCHED - 1);
    traits = EVERY[*word] & CAPITAL_LETTER ? traits | CAPITAL : traits & ~(uint32_t)CAPITAL;
    return (text_word){.first = (uint32_t)at->first,
                       .last = (uint32_t)at->last,
                       .begin = (uint32_t)at->begin,
                       .end = (uint32_t)at->end,
                       .traits = traits,
                       .cues = drawn(word, length, salt + 2) & drawn(word, length, salt + 3),
                       .word = NOT_REMEMBERED,
                       .form = -1,
                       .gap = gap,
                       .pair = (uint16_t)(drawn(word, length, 5) & 3),
                       .reach = (uint8_t)(drawn(word, length, salt + 4) % 6),
                       .length = (uint8_t)(length & 0xff)};
}

/* Cut a word behind its first code point where its letters say that it is two, glued together; whether it was. */
static int unglue(const named_text *text, const split_word *whole, split_word *parts, uint32_t salt) {
    const uint8_t *word = text->bytes + whole->begin;
    size_t size = whole->end - whole->begin, bytes;
    point_at(word, size, &bytes);
    if (bytes == size || drawn(word, size, salt + 6) % 8) return 0;
    parts[0] = (split_word){whole->begin, whole->begin + bytes, whole->first, whole->first + 1};
    parts[1] = (split_word){whole->begin + bytes, whole->end, whole->first + 1, whole->last};
    return 1;
}

/* Read the words of a text; the code point of which nothing was known, 0 where all were. `codes` has room for as many
   as there are bytes. Sees that a reader which knows every letter finds the same up to there. */
static size_t read_words(named_text *text, uint64_t *codes, uint32_t salt, const letter_classes *every) {
    split_reader read = {text->classes, text->bytes, text->size, 0, 0, 0, 0};
    split_reader knowing = {every, text->bytes, text->size, 0, 0, 0, 0};
    split_word at, same, parts[2];
    size_t end = 0;
    text->count = 0;
    while (next_word(&read, &at)) {
        if (!next_word(&knowing, &same) || memcmp(&at, &same, sizeof at)) abort();
        size_t pieces = unglue(text, &at, parts, salt) ? 2 : 1;
        for (size_t i = 0; i < pieces; i++) {
            const split_word *piece = pieces > 1 ? &parts[i] : &at;
            uint16_t gap = !end ? GAP_BLANK | GAP_SENTENCE : gap_bits(text, i ? at.begin : end, at.begin);
            text->words[text->count] = draw_word(text, piece, gap, salt);
            codes[text->count++] = code_of_ascii(text->bytes + piece->begin, piece->end - piece->begin);
            end = piece->end;
        }
    }
    if (!read.unknown && (next_word(&knowing, &same) || !read.strange != !knowing.strange)) abort();
    for (size_t i = 0; i < MARGIN; i++)
        text->words[(int64_t)i - MARGIN] = text->words[text->count + i] =
            (text_word){.form = -1, .gap = GAP_BLANK | GAP_SENTENCE};
    return read.unknown;
}

/* Read a text whose words are there, and whom it and its headline name. */
static void read_names(named_text *text, const named_text *title, const uint64_t *codes, name_memory *memory) {
    uint32_t *points = count_points(text);
    text->spans = calloc(text->count ? text->count : 1, sizeof *text->spans);
    if (!text->spans) abort();
    for (size_t i = 0; i < text->count; i++) match_checked(text, i);
    check_words(text, points);
    cut_spans(text);
    judge_spans(text);
    check_spans(text, points);
    for (size_t i = 0; i < text->span_count; i++) check_name(text, &text->spans[i]);
    settle_checked(memory, text, title);
    print_words(text, codes);
    free(text->spans);
    free(points);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const letter_classes every = {.near = EVERY, .known = POINTS};
    if (!EVERY['A']) classify_all();
    input in = {data, size};
    uint32_t salt = (uint32_t)number(&in, 65535);
    letter_classes classes;
    drawn_tables room;
    draw_classes(&in, &classes);
    name_tables tables = draw_tables(&in, &room);
    name_memory memory = draw_memory((uint32_t)number(&in, 65535), &tables);
    named_text text = {.classes = &classes, .tables = &tables, .is_known = known_by_letters};
    named_text title = text;
    uint8_t *headline = draw_text(&in, number(&in, 20), &title.size);
    uint8_t *bytes = draw_text(&in, MOST_POINTS, &text.size);
    text_word *words = calloc(text.size + 2 * MARGIN, sizeof *words);
    uint64_t *codes = calloc(text.size + 1, sizeof *codes);
    if (!words || !codes) abort();
    title.bytes = headline;
    for (size_t place = 0, more; place < title.size; place += more) {
        size_t point = point_at(headline + place, title.size - place, &more);
        if (class_of_point(&classes, point) < 0) learn_page(&classes, point);
    }
    text.bytes = bytes;
    text.words = words + MARGIN;
    text.owner = &text;
    for (size_t point; (point = read_words(&text, codes, salt, &every));) learn_page(&classes, point);
    read_names(&text, &title, codes, &memory);
    free_memory(&memory);
    free_classes(&classes);
    free(room.letters);
    free(headline);
    free(bytes);
    free(words);
    free(codes);
    return 0;
}
