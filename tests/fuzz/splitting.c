/* Random texts for what finds words and names (index/compiled/splitting.c, names_*.c) and prints sentences
   (printing.c), under AddressSanitizer and UndefinedBehaviorSanitizer.

   What splitter.c promises holds: the text is valid UTF-8, numbers in tables are of the arrays they point into, and
   words stand in order. What a word says is drawn by its letters, so that every rule meets every bit. Run by
   scripts/fuzz. */
#include "names.h"
#include "printing.h"
#include "splitting.h"

#include "input.h"

enum { KNOWN_CLASSES = 0x2020, FORMS = 12, ACTORS = 8, PAIRS = 4, MOST_POINTS = 600 };
/* Ascending by their bytes, and which other each begins with. */
static const char *const WRITTEN[FORMS] = {"A", "A-b", "Ab", "Ab c", "AbB", "Aé", "B (c", "B.com", "Dd Dd", "c d", "d!", "é"};
static const int32_t INNER[FORMS] = {-1, 0, 0, 2, 2, 0, -1, -1, -1, -1, -1, -1};

static size_t encode(uint32_t point, uint8_t *out) {
    if (point < 0x80) {
        out[0] = (uint8_t)point;
        return 1;
    }
    if (point < 0x800) {
        out[0] = (uint8_t)(0xc0 | point >> 6);
        out[1] = (uint8_t)(0x80 | (point & 0x3f));
        return 2;
    }
    out[0] = (uint8_t)(0xe0 | point >> 12);
    out[1] = (uint8_t)(0x80 | (point >> 6 & 0x3f));
    out[2] = (uint8_t)(0x80 | (point & 0x3f));
    return 3;
}

/* What stands at each code point, near enough to what Python says. */
static void classify(uint8_t *classes) {
    for (uint32_t point = 0; point < KNOWN_CLASSES; point++) {
        int capital = (point >= 'A' && point <= 'Z') || point == 0xc9, digit = point >= '0' && point <= '9';
        int small = (point >= 'a' && point <= 'z') || point == 0xe9 || point == 0x1e01;
        classes[point] = (uint8_t)((capital || small ? IN_WORD | BEHIND_APOSTROPHE : 0) | (digit ? IN_WORD : 0) |
                                   (capital ? CAPITAL_LETTER : 0) | (small ? SMALL_LETTER : 0));
        if (point == '\'' || point == 0x2019) classes[point] = APOSTROPHE;
        if (point == '_') classes[point] = UNDERSCORE;
        if (point == ' ' || point == '\n' || point == 0xa0 || point == 0x2003) classes[point] = BLANK;
        if (point == '.' || point == '\n' || point == '"' || point == 0x2013) classes[point] |= SENTENCE_END;
    }
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

/* Find a form, and compare with looking at each: the longest there is, and none where none may start. */
static void match_checked(named_text *text, size_t number) {
    text_word *word = &text->words[number];
    size_t left = text->size - word->begin, longest = 0;
    for (size_t i = 0; i < FORMS; i++) {
        size_t length = strlen(WRITTEN[i]);
        if (length <= left && !memcmp(text->bytes + word->begin, WRITTEN[i], length) && length > longest)
            longest = length;
    }
    if (longest && !may_start_form(text->tables, text->bytes + word->begin, word->end - word->begin)) abort();
    match_word(text, number);
    if (word->form >= FORMS || (word->form >= 0 && strlen(WRITTEN[word->form]) > longest)) abort();
}

static void check_words(const named_text *text) {
    uint32_t end = 0, last = 0;
    for (size_t i = 0; i < text->count; i++) {
        const text_word *word = &text->words[i];
        if (word->begin < end || word->end <= word->begin || word->end > text->size) abort();
        if (word->first < last || word->last <= word->first) abort();
        end = word->end;
        last = word->last;
    }
}

static void check_spans(const named_text *text) {
    uint32_t first = 0, end = 0;
    for (size_t i = 0; i < text->span_count; i++) {
        const name_span *span = &text->spans[i];
        if (span->first < first || span->core <= span->first || span->last < span->core) abort();
        if (span->last > text->count || span->start < end || span->end <= span->start || span->stop > text->size)
            abort();
        if (span->kind > PLACE || span->actor >= ACTORS) abort();
        if (span_flags(text, span) > 255) abort();
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
    for (size_t i = 0; i < 2 * sentences; i++) spans[i] = place += (int32_t)(drawn(text->bytes, text->size, (uint32_t)i) % 120);
    printed_words printed = {codes, starts, words};
    sentence_prints found = {(int32_t *)(room + words + sentences), room + words, room,
                             (int32_t *)(room + words + 2 * sentences), 0, 0};
    print_sentences(&printed, spans, sentences, &found);
    if (found.sentences > sentences || found.run_count > words) abort();
    free(starts);
    free(spans);
    free(room);
}

/* Curated forms, whom they mean, and pairs of words; what `name_tables` points into. */
typedef struct {
    uint8_t letters[128], kinds[ACTORS], pair_values[PAIRS];
    uint32_t letter_ends[FORMS], guarded_ends[FORMS];
    int32_t actors[FORMS], guarded[2 * FORMS];
} drawn_tables;

static name_tables draw_tables(input *in, drawn_tables *room) {
    static const uint32_t PAIR_KEYS[PAIRS] = {1 << 16 | 1, 1 << 16 | 2, 2 << 16 | 1, 3 << 16 | 1};
    uint32_t end = 0, guards = 0;
    for (size_t i = 0; i < FORMS; i++) {
        memcpy(room->letters + end, WRITTEN[i], strlen(WRITTEN[i]));
        room->letter_ends[i] = end += (uint32_t)strlen(WRITTEN[i]);
        room->actors[i] = (int32_t)number(in, ACTORS) - 1;
        for (size_t more = number(in, 2); more; more--) room->guarded[guards++] = (int32_t)number(in, ACTORS - 1);
        room->guarded_ends[i] = guards;
    }
    for (size_t i = 0; i < ACTORS; i++) room->kinds[i] = (uint8_t)(1 + number(in, 2));
    for (size_t i = 0; i < PAIRS; i++) room->pair_values[i] = (uint8_t)(number(in, 31) % (PAIR_PLACE_HEAD + PAIR_TITLE + 6));
    return (name_tables){FORMS,        PAIRS,              room->letters, room->letter_ends, INNER,
                         room->actors, room->guarded_ends, room->guarded, room->kinds,       PAIR_KEYS,
                         room->pair_values};
}

/* A text of letters and signs that matter, in memory of its very size. */
static uint8_t *draw_text(input *in, size_t *size) {
    static const uint32_t OFTEN[] = {'A', 'B',  'b', 'c', 'd',  ' ',    ' ',  ' ',  ' ',  ',',    '.',    '(',
                                     ')', '\n', '-', '/', '\'', 0x2019, 0xe9, 0xc9, 0xa0, 0x2013, 0x4e00, '_'};
    enum { MANY = sizeof OFTEN / sizeof *OFTEN };
    uint8_t bytes[3 * MOST_POINTS];
    *size = 0;
    for (size_t i = 0; i < MOST_POINTS && in->size; i++) {
        size_t one = number(in, 63);
        *size += encode(one < MANY ? OFTEN[one] : (uint32_t)(' ' + one), bytes + *size);
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
    traits = text->classes[*word] & CAPITAL_LETTER ? traits | CAPITAL : traits & ~(uint32_t)CAPITAL;
    return (text_word){.first = (uint32_t)at->first,
                       .last = (uint32_t)at->last,
                       .begin = (uint32_t)at->begin,
                       .end = (uint32_t)at->end,
                       .traits = traits,
                       .cues = drawn(word, length, salt + 2) & drawn(word, length, salt + 3),
                       .form = -1,
                       .gap = gap,
                       .pair = (uint16_t)(drawn(word, length, 5) & 3),
                       .reach = (uint8_t)(drawn(word, length, salt + 4) % 6),
                       .length = (uint8_t)(length & 0xff)};
}

/* Read the words of a text; false where it has a code point of which nothing is known. */
static int read_words(named_text *text, uint64_t *codes, uint32_t salt) {
    split_reader read = {text->classes, KNOWN_CLASSES, text->bytes, text->size, 0, 0, 0, 0};
    split_word at;
    size_t end = 0;
    while (next_word(&read, &at)) {
        text->words[text->count] = draw_word(text, &at, gap_bits(text, end, at.begin), salt);
        codes[text->count++] = code_of_ascii(text->bytes + at.begin, at.end - at.begin);
        end = at.end;
    }
    for (size_t i = 0; i < MARGIN; i++)
        text->words[(int64_t)i - MARGIN] = text->words[text->count + i] = (text_word){.form = -1, .gap = GAP_SENTENCE};
    return !read.unknown;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    input in = {data, size};
    uint32_t salt = (uint32_t)number(&in, 65535);
    uint8_t classes[KNOWN_CLASSES];
    drawn_tables room;
    classify(classes);
    name_tables tables = draw_tables(&in, &room);
    named_text text = {
        .classes = classes, .known_classes = KNOWN_CLASSES, .tables = &tables, .is_known = known_by_letters};
    uint8_t *bytes = draw_text(&in, &text.size);
    text_word *words = calloc(text.size + 2 * MARGIN, sizeof *words);
    uint64_t *codes = calloc(text.size + 1, sizeof *codes);
    if (!words || !codes) abort();
    text.bytes = bytes;
    text.words = words + MARGIN;
    text.owner = &text;
    if (read_words(&text, codes, salt)) {
        text.spans = calloc(text.count ? text.count : 1, sizeof *text.spans);
        if (!text.spans) abort();
        for (size_t i = 0; i < text.count; i++) match_checked(&text, i);
        check_words(&text);
        cut_spans(&text);
        judge_spans(&text);
        check_spans(&text);
        print_words(&text, codes);
        free(text.spans);
    }
    free(bytes);
    free(words);
    free(codes);
    return 0;
}
