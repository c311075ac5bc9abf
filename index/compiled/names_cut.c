/* Where a text names somebody: the twin of index/actors_spans.py, function by function. */
#include "names.h"

enum { LONGEST_ABBREVIATION = 9 };
static const uint32_t LISTED = GIVEN | MATCHED | TITLE | HEAD | PLACE_HEAD, ENDING = TAIL | PLACE_TAIL | THING_TAIL,
                      OFFICE = ROLE | LOCAL | TRADE;

static uint32_t traits_of(const named_text *text, int64_t number) { return text->words[number].traits; }

/* Whether a word is a curated form of whom the span names, or may be short for an open one. */
static int means(const named_text *text, size_t number, const name_span *span) {
    const text_word *word = &text->words[number];
    int32_t actor = meant_by(text, span->form);
    if (actor < 0) return word->form < 0 && span->headed && word->traits & CAPITAL;
    return meant_by(text, word->form) == actor;
}

/* Take an abbreviation in brackets into the name it stands for: "Badan Anu (BA)". */
static void take_abbreviation(named_text *text, name_span *span) {
    const text_word *word = &text->words[span->last];
    uint32_t length = word->last - word->first, end = word->last;
    size_t next, place = word->end;
    if (length < 2 || length > LONGEST_ABBREVIATION) return;
    if (!(word->traits & UPPER) && !means(text, span->last, span)) return;
    if (class_of(text, place, &next) & BLANK) {
        place = next;
        end++;
    }
    if (place >= text->size || text->bytes[place] != ')') return;
    span->last++;
    span->end = end + 1;
    span->stop = (uint32_t)place + 1;
    span->shortened = 1;
}

/* Keep a span; return the number of the word after it. */
static size_t add(named_text *text, size_t first, size_t last, unsigned kind, int32_t form, int headed) {
    if (text->span_count >= text->count) return last; /* never: spans are apart */
    const text_word *begins = &text->words[first], *ends = &text->words[last - 1];
    uint8_t behind = ends->end < text->size ? text->bytes[ends->end] : 0;
    uint32_t closes = (behind == ')' && ends->cues & LEGAL_FORM) || (behind == '.' && ends->cues & CLOSED_BY_DOT);
    int office = text->office_end == (int64_t)first && begins->gap & (GAP_BLANK | GAP_ONE_COMMA | GAP_ONE_DOT);
    name_span *span = &text->spans[text->span_count++];
    *span = (name_span){.first = (uint32_t)first,
                        .last = (uint32_t)last,
                        .core = (uint32_t)last,
                        .start = begins->first,
                        .end = ends->last + closes,
                        .stop = ends->end + closes,
                        .form = form,
                        .actor = meant_by(text, form),
                        .kind = (uint8_t)kind,
                        .headed = headed != 0,
                        .office = office != 0};
    if (form >= 0 && last - first == 1 && starts_sentence(text, first))
        span->doubtful = (begins->cues & EVERYDAY_NAME) != 0;
    if (kind != PERSON && last - first > 1 && gap_is(text, last, GAP_OPENED)) take_abbreviation(text, span);
    if (office && (kind == BODY || kind == PLACE || (kind == NO_KIND && has(text, last - 1, ENDING))))
        text->office_end = span->last;
    return span->last;
}

/* Skip words that name nobody but stand between an office and its holder. */
static size_t pass_on(named_text *text, size_t number, size_t after) {
    if (text->office_end == (int64_t)number) text->office_end = (int64_t)after;
    return after;
}

/* Take the words that make it a longer name: "Anu TV", "Anu Arena"; "Anu Group" is still Anu. */
static size_t cut_curated_body(named_text *text, size_t number, size_t after, int32_t form) {
    size_t arena = reach_tail(text, after, PLACE_TAIL);
    if (arena > after) return add(text, number, arena, PLACE, -1, 0);
    size_t longer = reach_tail(text, after, TAIL);
    int same = 1;
    for (size_t i = after; i < longer; i++) same &= cued(text, i, SAME_BODY);
    return add(text, number, longer, BODY, same ? form : -1, 0);
}

static size_t cut_curated_place(named_text *text, size_t number, size_t after, int32_t form) {
    if (gap_is(text, number, GAP_SPACE) && cued(text, (int64_t)number - 1, NO_PLACE)) return after;
    size_t body = reach_tail(text, after, TAIL);
    if (body > after) return add(text, number, body, BODY, -1, 0);
    size_t larger = reach_tail(text, after, PLACE_TAIL);
    if (larger > after) return add(text, number, larger, PLACE, -1, 0);
    return add(text, number, reach_direction(text, after), PLACE, form, 0);
}

/* Take the place into a body that every place has: "Kementerian Pertahanan" + "Azerbaijan". */
static size_t of_a_place(const named_text *text, size_t number, size_t after) {
    if (!gap_is(text, after, GAP_SPACE) || text->words[number].reach != WORDS || !is_curated(text, after)) return after;
    const text_word *word = &text->words[after];
    return kind_of(text, meant_by(text, word->form)) == PLACE ? word->form_end : after;
}

static size_t cut_curated(named_text *text, size_t number) {
    int32_t form = text->words[number].form;
    size_t after = text->words[number].form_end;
    if (after <= number) return number + 1;
    unsigned kind = kind_of(text, meant_by(text, form));
    if (kind == PLACE) return cut_curated_place(text, number, after, form);
    if (kind != BODY) return add(text, number, after, kind, form, 0);
    size_t whole = of_a_place(text, number, after);
    if (whole > after) return add(text, number, whole, BODY, -1, 1);
    return cut_curated_body(text, number, reach_legal_form(text, after), form);
}

/* Take a word that is written small: it may hold an office, or head the name of a building. */
static size_t cut_small(named_text *text, size_t number) {
    uint32_t traits = traits_of(text, number);
    if (traits & FACILITY && has(text, number + 1, CAPITAL)) {
        size_t after = reach_place(text, number, 0);
        if (after > number + 1 && gap_is(text, number + 1, GAP_SPACE)) return add(text, number, after, PLACE, -1, 1);
    }
    if (!(traits & TITLE)) return number + 1;
    size_t after = has(text, number + 1, PLACE_HEAD) ? number + 1 : reach_office(text, number);
    text->office_end = (int64_t)after;
    return after;
}

/* Whether a place's name is somebody's here: "Jordan" or "Darmo" before an unknown name. */
static int is_given_to_a_person(const named_text *text, size_t number) {
    size_t after = number + 1;
    if (!gap_is(text, after, GAP_SPACE)) return 0;
    if ((traits_of(text, after) & (CAPITAL | KNOWN | MATCHED | UPPER)) != CAPITAL) return 0;
    if (has(text, number, GIVEN)) return 1;
    return text->office_end != (int64_t)number && has(text, (int64_t)number - 1, SAYS_BEFORE);
}

/* Whether a capitalised word follows that is in no list: after "Camat" it is a place. */
static int is_unknown(const named_text *text, size_t number) {
    return gap_is(text, number, GAP_SPACE) && (traits_of(text, number) & (CAPITAL | LISTED)) == CAPITAL;
}

static size_t cut_office(named_text *text, size_t number) {
    uint32_t traits = traits_of(text, number);
    size_t after = number + 1;
    if (traits & LOCAL && is_unknown(text, after)) {
        text->office_end = (int64_t)after;
        after = add(text, after, after + 1, PLACE, -1, 0);
    } else if (traits & OFFICE) {
        after = reach_office(text, number);
    }
    text->office_end = (int64_t)after;
    return after;
}

/* Take an organisation or a place that starts with its head, if one does. */
static size_t cut_headed(named_text *text, size_t number) {
    const text_word *word = &text->words[number];
    size_t part = reach_part(text, number);
    if (part > number) return pass_on(text, number, part);
    unsigned pair = pair_of(text, number), reach = pair & REACHES;
    int of_office = text->office_end == (int64_t)number;
    if (!reach && !(pair & PAIR_PLACE_HEAD)) reach = word->reach;
    if (reach) {
        size_t after = reach_organisation(text, number, reach, of_office);
        if (after > number) return add(text, number, after, BODY, -1, 1);
    }
    if (word->traits & PLACE_HEAD || pair & PAIR_PLACE_HEAD) {
        size_t after = reach_place(text, number, of_office);
        if (after > number) return add(text, number, after, PLACE, -1, 1);
    }
    return reach == WORDS && word->form < 0 ? pass_on(text, number, number + 1) : number; /* "Badan", "Kabinet" */
}

static int is_everyday(const named_text *text, size_t number) {
    uint32_t traits = traits_of(text, number);
    if (traits & (EVERYDAY | GIVEN)) return !(traits & GIVEN);
    if (traits & NOBODY && starts_sentence(text, number)) return 1;
    return !(traits & CAPITAL) && known_small(text, number);
}

/* Whether an everyday word may start a name: where one is expected, before an unknown word. */
static int is_expected(const named_text *text, size_t number) {
    uint32_t following = traits_of(text, number + 1);
    if (!gap_is(text, number + 1, GAP_SPACE) || !(following & CAPITAL) || has(text, number, NOBODY)) return 0;
    if (text->office_end == (int64_t)number || cued(text, (int64_t)number - 1, INTO))
        return following & GIVEN || !(following & KNOWN);
    if (!(following & GIVEN)) return 0;
    return has(text, (int64_t)number - 1, SAYS_BEFORE) || gap_is(text, number, GAP_ONE_COMMA);
}

/* Whether the last word of a name is none of it: a weekday, or an everyday word. */
static int falls_off(const named_text *text, size_t number, int firm) {
    uint32_t traits = traits_of(text, number);
    if (traits & (ENDING | GIVEN)) return 0;
    if (traits & NOBODY && known_small(text, number)) return 1;
    return !firm && is_everyday(text, number);
}

static size_t cut_name(named_text *text, size_t number) {
    uint32_t traits = traits_of(text, number);
    if (is_everyday(text, number)) {
        int alone = !gap_is(text, number + 1, GAP_SPACE) && !starts_sentence(text, number);
        if (!alone && !is_expected(text, number)) return pass_on(text, number, number + 1);
    }
    if (traits & CAMEL) return add(text, number, number + 1, NO_KIND, -1, 0);
    size_t after = reach_name(text, number);
    if (after > number + 1) {
        int firm = has(text, (int64_t)number - 1, SAYS_BEFORE) || traits & GIVEN || text->office_end == (int64_t)number;
        while (after > number + 1 && falls_off(text, after - 1, firm)) after--;
    }
    return add(text, number, after, NO_KIND, -1, 0);
}

/* Take what starts at a capitalised word; return the number of the next word to look at. */
static size_t cut_capital(named_text *text, size_t number) {
    const text_word *word = &text->words[number];
    int curated = is_curated(text, number);
    if (curated && word->form_end > number + 1) return cut_curated(text, number);
    if (word->traits & TITLE && !curated) return cut_office(text, number);
    if (word->traits & STARTER) {
        size_t after = cut_headed(text, number);
        if (after > number) return after;
    }
    if (word->traits & MATCHED && !is_given_to_a_person(text, number)) return cut_curated(text, number);
    if (word->traits & THING_HEAD) return reach_thing(text, number);
    return cut_name(text, number);
}

void cut_spans(named_text *text) {
    text->span_count = 0;
    text->office_end = -1;
    for (size_t number = 0, after = 0; number < text->count; number = after > number ? after : number + 1) {
        uint32_t traits = traits_of(text, number);
        after = number + 1;
        if (traits & CAPITAL)
            after = cut_capital(text, number);
        else if (traits & MATCHED)
            after = cut_curated(text, number);
        else if (traits & WATCHED)
            after = cut_small(text, number);
    }
}
