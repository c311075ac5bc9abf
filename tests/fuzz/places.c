/* Random texts for the places of index/compiled, under AddressSanitizer and UndefinedBehaviorSanitizer.

   As in loops.c, every array is copied into memory of its very size. What placer.c promises holds: a 0 behind the last
   code point and its class. What each code point is, is drawn too: no class must lead outside. Run by scripts/fuzz. */
#include "places.h"

#include "input.h"

enum { KNOWN = 96, MOST_PHRASES = 6 };

/* What texts are made of: signs that mean something to places.c, letters, digits. */
static const uint32_t SIGNS[] = {'.', '!', '"', '\'', ' ', 0xa0, '\n', ',', '/', '-', 0x2013, '(', ')', '%', '_', 0x201c,
                                 0x201d, 0x201e, 0xab, 0xbb, 0x2018, 0x2019, '1', '2', '9', 'a', 'b', 'C', 'o', 'M'};

/* Code points with a 0 behind them, from a few signs, and their classes. */
static uint32_t *points(input *in, size_t size, uint8_t *classes) {
    uint8_t drawn[KNOWN];
    uint32_t *made = array(in, size + 1, sizeof *made);
    for (size_t i = 0; i < KNOWN; i++) drawn[i] = (uint8_t)number(in, 255);
    for (size_t i = 0; i < size; i++) {
        size_t sign = made[i] % (sizeof SIGNS / sizeof *SIGNS);
        made[i] = SIGNS[sign];
        classes[i] = drawn[sign];
    }
    made[size] = 0;
    classes[size] = 0;
    return made;
}

static void of_phrases(input *in, const placed_text *text, const uint32_t *places, size_t count) {
    phrase all[MOST_PHRASES];
    phrase_table table;
    size_t phrases = number(in, MOST_PHRASES);
    uint8_t classes[16];
    clear_phrases(&table);
    for (size_t i = 0; i < phrases; i++) {
        size_t size = number(in, 7) + 1;
        all[i] = (phrase){points(in, size, classes), (uint32_t)size, NO_PHRASE, (int)number(in, 1)};
        add_phrase(&table, all, (uint32_t)i);
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t firsts[] = {first_phrase(text, &table, places[i]), first_brief(text, &table, places[i])};
        for (size_t j = 0; j < 2; j++)
            for (uint32_t one = phrase_at(text, &table, places[i], firsts[j]); one != NO_PHRASE;
                 one = phrase_at(text, &table, places[i], all[one].next))
                if (one >= phrases || places[i] + all[one].size > text->size) abort();
    }
    for (size_t i = 0; i < phrases; i++) free((void *)all[i].points);
}

/* The text, its filter of abbreviations and the classes that its code points have. */
typedef struct {
    const placed_text *text;
    uint8_t *filter;
} asked;

static unsigned kind_of(void *with, uint32_t point) {
    const placed_text *text = ((asked *)with)->text;
    for (size_t i = 0; i < text->size; i++)
        if (text->points[i] == point) return text->classes[i];
    abort(); /* it is not of the text */
}

static int follows_of(void *with, const uint32_t *word, size_t size) {
    const asked *of = with;
    if (word < of->text->points || word + size > of->text->points + of->text->size) abort();
    return may_be_listed(of->filter, word, size) ? (int)size % (EITHER + 1) : NO_ABBREVIATION;
}

static void of_stops(input *in, const placed_text *text) {
    asked of = {text, calloc(FILTER_BYTES, 1)};
    sentence_text sentences = {text->points, text->size, &of, kind_of, follows_of};
    for (size_t words = number(in, 3); words > 0; words--) {
        size_t first = number(in, text->size), size = number(in, text->size - first);
        list_word(of.filter, text->points + first, size);
    }
    for (size_t place = 0, start = 0; place < text->size; place++) {
        size_t behind = place, end;
        uint32_t sign = text->points[place];
        if (sign != '.' && sign != '!') continue;
        end = sentence_end(&sentences, start, place, &behind);
        if (behind <= place || behind > text->size || end > behind || (end && end <= place)) abort();
        if (end) start = end;
        place = behind - 1;
    }
    free(of.filter);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    input in = {data, size};
    size_t length = number(&in, 255), count;
    quotation quoted;
    uint8_t *classes = malloc(length + 1);
    uint32_t *made = points(&in, length, classes), *places = malloc((length + 1) * sizeof *places);
    uint8_t *looked_at = malloc(length + 1);
    const follower followers[] = {{{'a', 'b', 'c'}}, {{'o', 'm', 'a'}}};
    placed_text text = {made, classes, length};
    count = gather(&text, (int)number(&in, 1), looked_at, places);
    if (count > length) abort();
    for (size_t i = 0; i < count; i++) {
        if (classes[places[i]] & DECIMAL) may_be_date(&text, places[i], followers, 2);
        if (quotation_at(&text, places[i], &quoted) &&
            (quoted.start >= quoted.end || quoted.end >= quoted.behind || quoted.behind > length))
            abort();
    }
    of_stops(&in, &text);
    of_phrases(&in, &text, places, count);
    free(made);
    free(places);
    free(looked_at);
    free(classes);
    return 0;
}
