/* How far a name goes: the twin of index/actors_reach.py, function by function. */
#include "names.h"

enum { LONGEST_NAME = 7, LONGEST_BODY = 10, LONGEST_SHORTENED = 4 };
static const uint32_t ENDS_NAME = ROLE | LOCAL | HONORIFIC | HEAD | PLACE_HEAD;

static uint32_t traits_of(const named_text *text, int64_t number) { return text->words[number].traits; }

static int names_a_village(const named_text *text, size_t number) {
    size_t after = number + 1;
    if (!cued(text, number, VILLAGE) || !gap_is(text, after, GAP_SPACE)) return 0;
    return (traits_of(text, after) & (CAPITAL | GIVEN)) == CAPITAL;
}

static int is_field_word(const named_text *text, size_t number) {
    if ((traits_of(text, number) & (KNOWN | MATCHED | GIVEN | HEAD)) != KNOWN) return 0;
    return !names_a_village(text, number);
}

size_t reach_office(const named_text *text, size_t number) {
    size_t after = number + 1;
    if (gap_is(text, after, GAP_SPACE) && pair_of(text, number) & PAIR_TITLE) after++;
    while (gap_is(text, after, GAP_SPACE) && is_field_word(text, after)) {
        after++;
        size_t ahead = after + 1;
        if (cued(text, after, AND) && gap_is(text, ahead, GAP_SPACE) && is_field_word(text, ahead)) after = ahead + 1;
    }
    return after;
}

size_t reach_tail(const named_text *text, size_t number, uint32_t tails) {
    size_t after = number;
    uint32_t wanted = tails | CAPITAL;
    while ((traits_of(text, after) & wanted) == wanted && gap_is(text, after, GAP_SPACE)) after++;
    return after;
}

static int starts_person(const named_text *text, size_t number) {
    if (!has(text, number, GIVEN)) return 0;
    int alone = !gap_is(text, number + 1, GAP_SPACE) || !has(text, number + 1, CAPITAL);
    return !(alone && known_small(text, number));
}

static int is_word_of_body(const named_text *text, size_t number) {
    uint32_t traits = traits_of(text, number);
    unsigned length = text->words[number].length;
    if (!(traits & CAPITAL)) return 0;
    if (traits & ROMAN || (traits & UPPER && 1 < length && length < 7)) return 1;
    return (traits & (GIVEN | HONORIFIC | DEGREE | KNOWN)) == KNOWN;
}

static size_t past_small_word(const named_text *text, size_t after, unsigned reach) {
    if (cued(text, after, DIGITS)) return reach == NAMES ? after + 1 : after;
    if (reach == PLACES || !cued(text, after, BODY_LINK) || !gap_is(text, after + 1, GAP_SPACE)) return after;
    if (has(text, after + 1, HEAD) || !is_word_of_body(text, after + 1)) return after;
    return after + 2;
}

static size_t past_curated_part(const named_text *text, size_t after, unsigned reach, int *ended) {
    unsigned kind = kind_of(text, meant_by(text, text->words[after].form));
    *ended = reach != NAMES && (kind == PERSON || (reach == UNIT && kind == BODY));
    return *ended ? after : text->words[after].form_end;
}

static int goes_on_in_body(const named_text *text, size_t number, size_t after) {
    uint32_t traits = traits_of(text, after);
    if (traits & ROLE || (traits & HEAD && after > number + 1)) return 0;
    if (is_word_of_body(text, after) || (after == number + 1 && traits & KNOWN)) return 1;
    return gap_is(text, after + 1, GAP_OPEN) && has(text, after + 1, UPPER);
}

/* Where an organisation goes on after one more word, and whether it ends there. */
static size_t past_organisation_word(const named_text *text, size_t number, size_t after, unsigned reach,
                                     int *ended) {
    uint32_t traits = traits_of(text, after);
    *ended = 1;
    if (!gap_is(text, after, GAP_BODY)) return after;
    *ended = 0;
    if (!(traits & CAPITAL)) return past_small_word(text, after, reach);
    if (is_curated(text, after)) return past_curated_part(text, after, reach, ended);
    if (cued(text, after, REGION)) return after + 1;
    if (reach == NAMES) {
        *ended = cued(text, after, NUMBER_SIGN) || (traits & (TITLE | KNOWN)) == TITLE;
        return *ended ? after : after + 1;
    }
    if (reach == PLACES) {
        int second = after == number + 2 && !(traits & TITLE) && is_word_of_body(text, after);
        return after == number + 1 || second ? after + 1 : after;
    }
    return goes_on_in_body(text, number, after) ? after + 1 : after;
}

size_t reach_organisation(const named_text *text, size_t number, unsigned reach, int of_office) {
    size_t after = number + 1;
    int ended = 0;
    while (!ended && after - number < LONGEST_BODY && after < text->count) {
        if (of_office && after > number + 1 && starts_person(text, after)) break;
        size_t following = past_organisation_word(text, number, after, reach, &ended);
        if (following == after) break;
        after = following;
    }
    if (after == number + 1) return number;
    const text_word *second = &text->words[number + 1];
    if (after == number + 2 && second->last - second->first == 1) return number;
    return reach_legal_form(text, after);
}

size_t reach_legal_form(const named_text *text, size_t after) {
    while (cued(text, after, LEGAL_FORM) && gap_is(text, after, GAP_BLANK | GAP_ONE_OPEN)) after++;
    return after;
}

static int place_goes_on(const named_text *text, size_t number, size_t after) {
    const text_word *word = &text->words[after];
    if (!(word->gap & GAP_PLACE) && !(word->gap & GAP_DOT_SPACE && after == number + 1)) return 0;
    if (word->traits & CAPITAL) return (!(word->cues & REGION_HEAD) || after == number + 1) && !(word->cues & NUMBER_SIGN);
    if (word->gap & GAP_HYPHEN) return 1;
    if (word->cues & JOIN) return has(text, after + 1, CAPITAL);
    uint8_t behind = word->end < text->size ? text->bytes[word->end] : 0;
    return word->cues & DIGITS && word->gap & GAP_SPACE && behind != '-' && behind != ':' && behind != '.';
}

size_t reach_place(const named_text *text, size_t number, int of_office) {
    size_t after = number + 1;
    while (after - number < LONGEST_NAME && place_goes_on(text, number, after)) {
        if (of_office && after > number + 1 && starts_person(text, after)) break;
        after = is_curated(text, after) ? text->words[after].form_end : after + 1;
    }
    uint32_t heads = PLACE_HEAD;
    for (size_t i = number; i < after; i++) heads &= traits_of(text, i);
    if (heads || (after == number + 2 && pair_of(text, number) & PAIR_PLACE_HEAD)) return number;
    return after;
}

size_t reach_part(const named_text *text, size_t number) {
    size_t after = number;
    if (text->words[number].reach == PART_OF_BODY)
        after = number + 1;
    else if (gap_is(text, number + 1, GAP_SPACE) && (pair_of(text, number) & REACHES) == PART_OF_BODY)
        after = number + 2;
    while (after > number && gap_is(text, after, GAP_SPACE) && is_field_word(text, after)) after++;
    return after;
}

size_t reach_direction(const named_text *text, size_t after) {
    return gap_is(text, after, GAP_SPACE) && cued(text, after, PART) ? after + 1 : after;
}

size_t reach_thing(const named_text *text, size_t number) {
    size_t after = number + 1;
    while (after - number < LONGEST_NAME && gap_is(text, after, GAP_SPACE)) {
        if ((traits_of(text, after) & (CAPITAL | MATCHED | GIVEN | TITLE)) != CAPITAL) break;
        after++;
    }
    return after;
}

/* Whether a dot after this word is an abbreviation's, not a sentence's. */
static int takes_dot(const named_text *text, size_t number) {
    const text_word *word = &text->words[number];
    return word->length == 1 || word->traits & DEGREE || (word->traits & GIVEN && word->length <= LONGEST_SHORTENED);
}

static size_t past_join(const named_text *text, size_t after) {
    if (!cued(text, after, JOIN) || !has(text, after + 1, CAPITAL)) return after;
    return gap_is(text, after + 1, GAP_SPACE | GAP_HYPHEN) ? after + 2 : after;
}

static int ends_name(const named_text *text, size_t after) {
    const text_word *word = &text->words[after];
    if (word->traits & GIVEN || (word->traits & UPPER && word->length == 2)) return 0;
    if (word->traits & ENDS_NAME) return 1;
    if (!is_curated(text, after)) return 0;
    return kind_of(text, meant_by(text, word->form)) != PERSON || word->form_end > after + 1;
}

static size_t past_name(const named_text *text, size_t after) {
    const text_word *word = &text->words[after];
    if (word->gap & GAP_HYPHEN) return word->traits & MATCHED ? after : after + 1;
    if (!(word->gap & GAP_SPACE) && !(word->gap & (GAP_DOT_SPACE | GAP_DOT) && takes_dot(text, after - 1)))
        return after;
    if (!(word->traits & CAPITAL)) return past_join(text, after);
    return ends_name(text, after) ? after : after + 1;
}

size_t reach_name(const named_text *text, size_t number) {
    size_t after = number + 1;
    while (after - number < LONGEST_NAME) {
        size_t following = past_name(text, after);
        if (following == after) break;
        after = following;
    }
    return after;
}
