/* Random texts for the loops of index/compiled/observing.c, under AddressSanitizer and UndefinedBehaviorSanitizer.

   What observer.c promises holds: of each code point it is known what it is, and places are inside the text. Run by
   scripts/fuzz. */
#include "observing.h"

#include "input.h"

enum { KNOWN = 0x2020 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const uint32_t OFTEN[] = {'A', 'b', 'c', ' ', ',', '.', '\n', '\'', '_', 0x2019, 0xe9, '9'};
    input in = {data, size};
    fill_sums();
    uint8_t *classes = array(&in, KNOWN, 1);
    for (size_t i = 0; i < KNOWN; i++) classes[i] = (uint8_t)(classes[i] ? classes[i] : i * 7 / 3);
    size_t count = number(&in, 255) * 2;
    uint32_t *points = malloc(count * sizeof *points);
    if (count && !points) abort();
    for (size_t i = 0; i < count; i++) points[i] = OFTEN[number(&in, sizeof OFTEN / sizeof *OFTEN - 1)];
    observed_text text = {points, count, classes, KNOWN};
    if (!is_known(&text)) abort();
    size_t place = 0, before = 0;
    text_name name;
    while (next_name(&text, &place, &name)) {
        if (name.at.begin < before || name.at.end < name.at.begin + 4 || name.at.end != place || place > count) abort();
        before = place;
    }
    for (size_t i = 0; i <= count; i++) {
        text_span left = word_before(&text, i), right = word_after(&text, i);
        if (left.begin > left.end || left.end > i) abort();
        if (right.begin > right.end || right.begin < i || right.end > count) abort();
    }
    text_span lines[HEAD_LINES + FOOT_LINES];
    size_t found = edge_lines(&text, lines);
    for (size_t i = 0; i < found; i++) {
        line_sums sums = {0, 1};
        if (lines[i].begin >= lines[i].end || lines[i].end > count || (i && lines[i].begin <= lines[i - 1].end)) abort();
        sum_line(&text, lines[i], &sums);
    }
    free(points);
    free(classes);
    return 0;
}
