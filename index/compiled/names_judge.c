/* What kind of actor a span names: the twin of index/actors_kinds.py, function by function. */
#include "names.h"

enum { SHORTEST_SHOUTED = 4, LONGEST_ROLE = 120, LEAD = 3 };
static const uint32_t OFFICE = ROLE | LOCAL | TRADE;

/* The words of a span taken together: see _Tokens there. */
typedef struct {
    size_t size;
    uint32_t every, some, first, last;
    int everyday, abbreviation;
} span_words;

typedef struct {
    int decided;
    uint8_t kind, trust;
} verdict;

static const verdict OPEN = {0, NO_KIND, 0}, NOBODY_AT_ALL = {1, NO_KIND, SURE};

static verdict told(unsigned kind, unsigned trust) { return (verdict){1, (uint8_t)kind, (uint8_t)trust}; }

/* How many words of a span are everyday ones. */
static size_t count_known(const named_text *text, const name_span *span) {
    size_t known = 0;
    for (size_t i = span->first; i < span->core; i++) known += known_small(text, i) != 0;
    return known;
}

static span_words words_of(const named_text *text, const name_span *span) {
    span_words found = {.size = span->core - span->first, .every = UINT32_MAX, .some = 0};
    for (size_t i = span->first; i < span->core; i++) {
        found.every &= text->words[i].traits;
        found.some |= text->words[i].traits;
    }
    unsigned length = text->words[span->first].length;
    found.first = text->words[span->first].traits;
    found.last = text->words[span->core - 1].traits;
    found.everyday = !(found.some & GIVEN) && (found.every & KNOWN || (!(found.every & CAPITAL) &&
                                                                       count_known(text, span) == found.size));
    found.abbreviation = found.size == 1 && found.every & UPPER && 2 <= length && length <= 7;
    return found;
}

/* Whether the words themselves rule a name out: months, "Rp100", lines in capitals. */
static int is_nothing(const span_words *words) {
    if (words->every & SIGN) return 1;
    uint32_t given = words->some & GIVEN;
    if (words->size > 1 && words->every & UPPER && !given) return 1;
    if (words->size == 1 && !given) return (words->last & (TAIL | PLACE_TAIL | THING_TAIL)) != 0;
    return (words->last & THING_TAIL) != 0;
}

static verdict by_office(const named_text *text, const name_span *span, const span_words *words) {
    if (words->abbreviation) return OPEN;
    int titled = has(text, (int64_t)span->first - 1, TITLE) &&
                 gap_is(text, span->first, GAP_SPACE | GAP_DOT_SPACE | GAP_COMMA_SPACE);
    if (!span->office && !titled) return OPEN;
    if (words->everyday) return NOBODY_AT_ALL;
    int body = words->first & CAMEL || (words->size > 1 && words->last & TAIL);
    return body ? told(BODY, CUE) : told(PERSON, SURE);
}

/* Whether a given name may follow: "ke Ani", "di dekat Ani", "kepala desa Ani". */
static int may_lead_to_people(const named_text *text, int64_t number) {
    if (cued(text, number, TOWARDS | SIDE)) return 1;
    return cued(text, number, VILLAGE) && has(text, number - 1, ROLE | LOCAL) && gap_is(text, number, GAP_SPACE);
}

static verdict by_place(const named_text *text, const name_span *span, const span_words *words) {
    int64_t left = (int64_t)span->first - 1;
    int leads = cued(text, left, PREPOSITION) || (cued(text, left, SIDE) && cued(text, left - 1, SIDED));
    if (!gap_is(text, span->first, GAP_SPACE) || !leads) return OPEN;
    if (words->some & GIVEN && span->form < 0 && may_lead_to_people(text, left)) return OPEN;
    if (words->everyday && !cued(text, left, PLAIN_PLACE)) return NOBODY_AT_ALL;
    if (words->abbreviation) return told(BODY, GUESS);
    return words->everyday ? NOBODY_AT_ALL : told(PLACE, CUE);
}

/* A noun beside the name says what it is: "maskapai X", "X, kota di selatan". */
static verdict by_noun(const named_text *text, const name_span *span, const span_words *words) {
    if (words->everyday) return OPEN;
    if (gap_is(text, span->first, GAP_SPACE) && cued(text, (int64_t)span->first - 1, BODY_BEFORE))
        return told(BODY, CUE);
    if (!gap_is(text, span->last, GAP_COMMA)) return OPEN;
    size_t noun = span->last + (cued(text, span->last, SUCH) ? 1 : 0);
    if (has(text, noun, CAPITAL)) return OPEN;
    if (cued(text, noun, PLACE_NOUN)) return told(PLACE, CUE);
    if (has(text, noun, HEAD) || cued(text, noun, BODY_BEFORE)) return told(BODY, CUE);
    return has(text, noun, OFFICE) ? told(PERSON, CUE) : OPEN;
}

static verdict by_speech(const named_text *text, const name_span *span, const span_words *words) {
    int before = has(text, (int64_t)span->first - 1, SAYS_BEFORE) && gap_is(text, span->first, GAP_SPACE);
    if (!before && !(has(text, span->last, SAYS_AFTER) && gap_is(text, span->last, GAP_SPACE))) return OPEN;
    if (words->abbreviation) return told(BODY, CUE);
    if (words->everyday) return OPEN;
    return told(words->last & TAIL || words->first & CAMEL ? BODY : PERSON, CUE);
}

/* A given name alone that is a word too and starts a sentence is nobody: "Abu Gunung Merapi". */
static verdict by_given(const named_text *text, const name_span *span, const span_words *words) {
    if (words->size == 1 && words->first & KNOWN && starts_sentence(text, span->first)) {
        int acts = has(text, span->last, SAYS_AFTER) || gap_is(text, span->last, GAP_COMMA_SPACE);
        return acts ? told(PERSON, GUESS) : NOBODY_AT_ALL;
    }
    return told(PERSON, CUE);
}

static verdict by_form(const named_text *text, const name_span *span, const span_words *words) {
    const text_word *first = &text->words[span->first];
    if (words->size > 1 && words->last & (TAIL | PLACE_TAIL)) return told(words->last & TAIL ? BODY : PLACE, CUE);
    if (words->some & GIVEN) return by_given(text, span, words);
    if (words->abbreviation) { /* alone in brackets it is short for the words before, no actor */
        int shouted = first->length >= SHORTEST_SHOUTED && words->everyday;
        return first->gap & GAP_ENDS_OPEN || shouted ? NOBODY_AT_ALL : told(BODY, GUESS);
    }
    return words->first & CAMEL || first->cues & DOTTED ? told(BODY, CUE) : OPEN;
}

static verdict by_right(const named_text *text, const name_span *span, const span_words *words) {
    const text_word *right = &text->words[span->last];
    if (right->length == 2 && right->cues & DIGITS && right->gap & GAP_OPENED) return told(PERSON, CUE);
    if (!words->everyday && cued(text, (int64_t)span->first - 1, PERSON_BEFORE)) return told(PERSON, GUESS);
    return OPEN;
}

/* Whether what stands between two spans is a comma; `between` bytes may be part of a gap. */
static int is_comma(const named_text *text, size_t begin, size_t end) {
    const uint8_t *at = text->bytes + begin;
    if (end - begin == 2) return at[0] == ',' && at[1] == ' ';
    return end - begin == 3 && at[0] == ' ' && at[1] == ',' && at[2] == ' ';
}

/* Whether a word joins two spans as "dan" does, and a comma may stand before it (`after_comma`). */
static int is_joined(const named_text *text, const name_span *left, const name_span *right, int after_comma) {
    if (right->first != left->last + 1) return 0;
    const text_word *word = &text->words[left->last];
    if (!(word->cues & LINK) || !gap_is(text, right->first, GAP_SPACE)) return 0;
    if (word->begin - left->stop == 1 && text->bytes[left->stop] == ' ') return 1;
    return after_comma && word->cues & AND && is_comma(text, left->stop, word->begin);
}

/* Whether spans have a comma and nothing else between them. */
static int is_listed(const named_text *text, const name_span *left, const name_span *right) {
    return right->first == left->last && is_comma(text, left->stop, text->words[right->first].begin);
}

/* Whether a name closes a chain of places: "di Pasar Anu, Xyz." or "di ibu kota itu, Xyz,". */
static int goes_on_in_places(const named_text *text, const name_span *span, const name_span *previous) {
    if (previous->kind != PLACE || span->last - span->first > 2) return 0;
    size_t next, place = span->stop;
    for (int points = 0; points < 2; points++, place = next) {
        int blank = class_of(text, place, &next) & BLANK;
        if (next == place) break;
        uint8_t sign = text->bytes[place];
        if (!blank && sign != ',' && sign != '.' && sign != '(') return 0;
        if (!blank) break;
    }
    for (size_t i = span->first; i < span->last; i++)
        if (has(text, i, GIVEN)) return 0;
    return cued(text, (int64_t)previous->first - 1, PREPOSITION);
}

/* "X dan Jakarta": what "dan" joins is of one kind; so is what commas join to a place. */
static unsigned by_partner(const named_text *text, const name_span *span, const name_span *previous,
                           const name_span *following) {
    if (following && following->kind) {
        if (is_joined(text, span, following, 0)) return following->kind;
        if (following->kind == PLACE && is_listed(text, span, following)) return PLACE;
    }
    if (previous && previous->kind) {
        if (is_joined(text, previous, span, 1)) return previous->kind;
        if (is_listed(text, previous, span) && goes_on_in_places(text, span, previous)) return PLACE;
    }
    return NO_KIND;
}

static verdict by_default(const named_text *text, const name_span *span, const span_words *words) {
    if (words->everyday) return NOBODY_AT_ALL;
    size_t known = count_known(text, span);
    if (known && known * 2 >= words->size) return NOBODY_AT_ALL;
    int points = words->size == 1 && cued(text, span->last, POINTER);
    return points && starts_sentence(text, span->first) ? NOBODY_AT_ALL : told(PERSON, GUESS);
}

static verdict judge(const named_text *text, const name_span *span, const name_span *previous,
                     const name_span *following) {
    static verdict (*const RULES[])(const named_text *, const name_span *, const span_words *) = {
        by_office, by_place, by_noun, by_speech, by_form, by_right};
    if (span->kind) return told(span->kind, SURE);
    span_words words = words_of(text, span);
    int thing = gap_is(text, span->first, GAP_SPACE) && cued(text, (int64_t)span->first - 1, THING_BEFORE);
    if (thing || is_nothing(&words)) return NOBODY_AT_ALL;
    for (size_t i = 0; i < sizeof RULES / sizeof *RULES; i++) {
        verdict found = RULES[i](text, span, &words);
        if (found.decided) return found;
    }
    unsigned kind = words.everyday ? NO_KIND : by_partner(text, span, previous, following);
    return kind ? told(kind, CUE) : by_default(text, span, &words);
}

/* Whether a curated actor is named without a doubt. */
static int is_present(const named_text *text, int32_t actor) {
    for (size_t i = 0; i < text->span_count; i++) {
        const name_span *span = &text->spans[i];
        if (!span->doubtful && meant_by(text, span->form) == actor) return 1;
    }
    return 0;
}

/* Which of the actors an ambiguous form may mean, −1 for none of them: see _meant of index/actors_candidates.py. */
static int32_t choose(const named_text *text, int32_t form, verdict found) {
    const name_tables *tables = text->tables;
    uint32_t begin = form ? tables->guarded_ends[form - 1] : 0, end = tables->guarded_ends[form];
    for (uint32_t i = begin; i < end; i++) {
        int32_t actor = tables->guarded[i];
        if (is_present(text, actor) || (tables->kinds[actor] == found.kind && found.trust > GUESS)) return actor;
    }
    for (uint32_t i = begin; end - begin > 1 && i < end; i++)
        if (tables->kinds[tables->guarded[i]] == BODY) return tables->guarded[i];
    return -1;
}

void judge_spans(named_text *text) {
    for (size_t i = 0; i < text->span_count; i++) {
        name_span *span = &text->spans[i];
        if (span->actor < 0) {
            verdict found = judge(text, span, i ? span - 1 : NULL, i + 1 < text->span_count ? span + 1 : NULL);
            if (span->form >= 0) span->actor = choose(text, span->form, found);
            span->kind = found.kind;
            span->trust = found.trust;
        }
        if (span->actor >= 0) span->kind = (uint8_t)kind_of(text, span->actor);
    }
}

/* Whether what stands before a word is no part of an office; that of index/roles.py may be one word with it. */
static int ends_office(const named_text *text, int64_t number) {
    const text_word *word = &text->words[number];
    return word->gap & (GAP_SENTENCE | GAP_COMMA) && (!number || word->begin > word[-1].end);
}

/* Whether an office may stand before a span: more often than index/roles.py finds one, never less. */
static int has_role_before(const named_text *text, const name_span *span) {
    int64_t number = span->first;
    const text_word *words = text->words;
    if (!words[number].begin || text->bytes[words[number].begin - 1] != ' ') return 0;
    if (ends_office(text, number) && !gap_is(text, number, GAP_COMMA)) return 0;
    while (--number >= 0) {
        uint32_t begins = span->start - words[number].first, ends = span->start - words[number].last;
        if (begins > LONGEST_ROLE) return ends < LONGEST_ROLE; /* it is cut in two there */
        /* A trade alone is no office, "psikolog": what stands before it may make it one. */
        int trade = number + 1 == (int64_t)span->first && (words[number].traits & OFFICE) == TRADE;
        if (words[number].cues & IN_OFFICE && !(trade && words[number].gap & GAP_SPACE)) return 1;
        int belongs = words[number].traits & (CAPITAL | TITLE) || words[number].cues & IN_ROLE;
        if ((!belongs && words[number].gap & GAP_SPACE) || ends_office(text, number)) return 0;
    }
    return 0;
}

/* The same of an office behind a comma or in brackets. */
static int has_role_behind(const named_text *text, const name_span *span) {
    if (text->size - span->stop < 2) return 0;
    const uint8_t *at = text->bytes + span->stop;
    if (!(at[0] == ',' && at[1] == ' ') && !(at[0] == ' ' && at[1] == '(')) return 0;
    for (size_t i = 0; i < LEAD; i++)
        if (cued(text, (int64_t)(span->last + i), IN_OFFICE)) return 1;
    return 0;
}

unsigned span_flags(const named_text *text, const name_span *span) {
    int acts = has(text, span->last, SAYS_AFTER), curated = meant_by(text, span->form) >= 0;
    unsigned flags = 0;
    if (curated) flags |= SAYS_CURATED;
    if (span->headed) flags |= SAYS_HEADED;
    if (span->trust == GUESS && span->kind && span->actor < 0) flags |= SAYS_GUESS;
    if (span->doubtful && curated && !acts && !is_present(text, span->actor)) flags |= SAYS_DOUBTED;
    if (has(text, span->first, GIVEN) || !starts_sentence(text, span->first) || acts) flags |= SAYS_PERSON;
    if (cued(text, (int64_t)span->first - 1, SIGNED)) flags |= SAYS_SIGNED;
    if (has_role_before(text, span)) flags |= SAYS_ROLE_BEFORE;
    if (has_role_behind(text, span)) flags |= SAYS_ROLE_BEHIND;
    return flags;
}
