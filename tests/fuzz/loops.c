/* Random arrays for the loops of searcher/compiled, under AddressSanitizer and UndefinedBehaviorSanitizer.

   The input is cut into arrays, each copied into memory of its very size, so that reading one item too far is
   seen. Only what module.c promises holds: lengths that fit together, ranges inside their arrays. What the numbers
   are is the input's. Run by scripts/fuzz. */
#include "loops.h"
#include "values.h"

#include "input.h"

/* Small numbers where the input says so: random 32 bits would never name a document that exists. */
static uint32_t *documents_of(input *in, size_t items, uint32_t most) {
    uint32_t *documents = array(in, items, sizeof *documents);
    if (number(in, 3))
        for (size_t i = 0; i < items; i++) documents[i] %= most + 1;
    if (number(in, 3))
        for (size_t i = 1; i < items; i++)
            if (documents[i] < documents[i - 1]) documents[i] = documents[i - 1];
    return documents;
}

static double table[SCORES];

static void of_text(input *in) {
    size_t size = number(in, 300), documents = number(in, 60), longs = number(in, 5), fars = number(in, 5);
    text_field field = {
        .postings = documents_of(in, size, (uint32_t)documents << 8 | 255),
        .size = size,
        .lengths = array(in, documents, 1),
        .documents = documents,
        .long_places = array(in, longs, 8),
        .long_counts = documents_of(in, longs, 600),
        .longs = longs,
        .position_bytes = number(in, 900),
        .width = 8 + 2 * (unsigned)number(in, 4),
        .checkpoint_count = number(in, 6),
        .far_places = array(in, fars, 8),
        .far_positions = array(in, fars, 4),
        .fars = fars,
        .table = table,
    };
    field.positions = array(in, field.position_bytes, 1);
    uint64_t *checkpoints = array(in, field.checkpoint_count, 8);
    if (number(in, 3))
        for (size_t i = 0; i < field.checkpoint_count; i++) checkpoints[i] %= 1000;
    field.checkpoints = checkpoints;
    size_t asked_size = number(in, 80), terms = 1 + number(in, 3), places = terms + number(in, 3);
    uint32_t *asked = documents_of(in, asked_size, (uint32_t)documents);
    uint8_t *mask = malloc(asked_size);
    double *scores = malloc(asked_size * sizeof *scores), times[4];
    uint32_t *sequence = malloc(places * sizeof *sequence);
    posting_range ranges[4];
    for (size_t i = 0; i < terms; i++) {
        ranges[i].end = number(in, size);
        ranges[i].first = number(in, ranges[i].end);
        ranges[i].factor = 1.5;
        times[i] = 1 + (double)number(in, places - 1);
    }
    for (size_t i = 0; i < places; i++) sequence[i] = (uint32_t)number(in, terms - 1);
    judge_postings(&field, ranges[0], asked, asked_size, mask, scores);
    uint32_t *kept = malloc(asked_size * sizeof *kept);
    double *kept_scores = malloc(asked_size * sizeof *kept_scores);
    keep_having(&field, ranges[0], &(found_list){asked, scores, asked_size, NULL, 0.0}, kept, kept_scores);
    free(kept), free(kept_scores);
    found_list lists[] = {{field.postings + ranges[0].first, NULL, ranges[0].end - ranges[0].first, &field, 1.5},
                          {asked, scores, asked_size, NULL, 0.0}};
    size_t limit = number(in, 80), most = lists[0].size + asked_size;
    kept = malloc((limit < most ? limit : most) * sizeof *kept);
    kept_scores = malloc((limit < most ? limit : most) * sizeof *kept_scores);
    merge(lists, 2, (uint32_t)number(in, 2), limit, kept, kept_scores);
    free(kept), free(kept_scores);
    term_sequence wanted = {ranges, times, terms, sequence, places, (int64_t)number(in, 9) - 1};
    stand_together(&field, &wanted, asked, asked_size, mask, scores);
    size_t found = ranges[0].end - ranges[0].first;
    uint32_t *out = malloc(found * sizeof *out);
    double *out_scores = malloc(found * sizeof *out_scores);
    find_together(&field, &wanted, out, out_scores);
    score_postings(&field, ranges[0], out, out_scores);
    free(out);
    out = malloc((found < documents ? found : documents) * sizeof *out);
    const uint32_t *list = field.postings + ranges[0].first;
    unite(&list, &found, 1, FREQUENCY_BITS, documents, out);
    void *all[] = {(void *)field.postings, (void *)field.lengths, (void *)field.long_places, (void *)field.long_counts,
                   (void *)field.positions, checkpoints, (void *)field.far_places, (void *)field.far_positions,
                   asked, mask, scores, sequence, out, out_scores};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

static void of_lists(input *in) {
    size_t size = number(in, 40000), lists = number(in, 4), all = 0;
    uint32_t *documents[5];
    double *scores[5];
    found_list found[5];
    for (size_t i = 0; i < lists; i++) {
        size_t length = number(in, 60);
        documents[i] = documents_of(in, length, (uint32_t)size);
        scores[i] = array(in, length, 8);
        found[i] = (found_list){documents[i], scores[i], length, NULL, 0.0};
        all += length;
    }
    uint32_t *out = malloc(all * sizeof *out);
    double *out_scores = malloc(all * sizeof *out_scores);
    merge(found, lists, (uint32_t)number(in, 5), size, out, out_scores);
    if (lists > 1) {
        uint8_t *mask = malloc(found[0].size);
        contains(documents[1], found[1].size, documents[0], found[0].size, mask);
        keep(mask, documents[0], scores[0], NULL, found[0].size, out, out_scores);
        free(mask);
    }
    for (size_t i = 0; i < lists; i++) free(documents[i]), free(scores[i]);
    free(out), free(out_scores);
}

/* One part, or two of which the second calls its values otherwise. */
static void of_values(input *in, value_part part, const uint32_t *documents, size_t size, int64_t *counts,
                      size_t counts_size) {
    size_t names = number(in, 9), first = number(in, 40);
    uint32_t *ordinals = documents_of(in, names, (uint32_t)counts_size);
    value_part parts[] = {part, part};
    parts[1].first = (uint32_t)first;
    parts[1].ordinals = ordinals;
    parts[1].ordinal_count = names;
    value_table table = {parts, 1 + number(in, 1), counts_size};
    candidate heaps[2][4];
    size_t from = number(in, counts_size);
    value_span spans[] = {{0, counts_size, number(in, 3), heaps[0], 0, 0}, {from, counts_size, 3, heaps[1], 0, 0}};
    uint32_t *own = calloc(counts_size + 1, sizeof *own);
    count_values(&table, documents, size, own);
    free(own);
    lead_values(&table, documents, size, NULL, spans, 2);
    lead_values(&table, documents, size, counts, spans, 2);
    free(ordinals);
}

static void of_columns(input *in) {
    size_t size = number(in, 90), archive = number(in, 70), values = number(in, 200), counts_size = number(in, 30);
    uint32_t *documents = documents_of(in, size, (uint32_t)archive), *ranks = array(in, archive, 4);
    uint32_t *starts = documents_of(in, archive + 1, (uint32_t)values), *numbers = documents_of(in, values, 30);
    uint8_t *live = array(in, archive, 1);
    int32_t *days = array(in, archive, 4);
    double *scores = array(in, size, 8), *out_scores = malloc(size * sizeof *out_scores);
    uint32_t *out = malloc(size * sizeof *out), *others = malloc(archive * sizeof *others);
    int64_t *counts = calloc(counts_size + 1, sizeof *counts);
    size_t wanted = number(in, size), present;
    int64_t *places = malloc((size + counts_size + 1) * sizeof *places);
    choose(live, archive, documents, scores, size, out, out_scores);
    choose(live, archive, documents, NULL, size, out, NULL);
    in_days(&(period){days, archive, 3, 900, 1}, documents, size, out);
    const uint32_t *united[] = {documents, starts};
    uint32_t *all_of = malloc((archive ? archive : 1) * sizeof *all_of);
    if (size + archive + 1 >= archive) unite(united, (size_t[]){size, archive + 1}, 2, 0, archive, all_of);
    free(all_of);
    without(live, archive, documents, size, others);
    best(documents, wanted % 2 ? scores : NULL, size, ranks, archive, wanted, places);
    of_values(in, (value_part){0, starts, archive, numbers, values, NULL, 0}, documents, size, counts, counts_size);
    count_numbers(ranks, archive, documents, size, counts, counts_size);
    leading(counts, counts_size, number(in, counts_size), places, &present);
    uint64_t *cuts = array(in, archive + 1, 8);
    for (size_t i = 0; i <= archive && values; i++) cuts[i] %= values + 2;
    find_term((const uint8_t *)live, archive, cuts, archive, (const uint8_t *)numbers, values % 9 * (values > 8));
    uint32_t *one = malloc(archive * sizeof *one), *other = malloc(archive * sizeof *other);
    term_list lists[] = {{(const uint8_t *)live, archive, cuts, archive, one},
                         {(const uint8_t *)numbers, values * 4, cuts, archive, other}};
    rank_terms(lists, 1 + number(in, 1));
    free(one), free(other);
    void *all[] = {documents, ranks, starts, numbers, live, days, scores, out_scores, out, others, counts, places, cuts};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    if (!table[256])
        for (int i = 256; i < SCORES; i++) table[i] = 2.2 * (i >> 8) / ((i >> 8) + 0.3 + (i & 255) / 100.0);
    input in = {data, size};
    switch (number(&in, 2)) {
    case 0: of_text(&in); break;
    case 1: of_lists(&in); break;
    default: of_columns(&in); break;
    }
    return 0;
}
