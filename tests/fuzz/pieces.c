/* Random texts for what shows hits in searcher/compiled: pieces, sentences and excerpts, under sanitizers.

   Of pieces the text is any bytes: what is not UTF-8 is taken for signs. Of excerpts it is code points, drawn from
   what the rules of sentences turn on, with marks as texts.c lets them through. Run by scripts/fuzz. */
#include "excerpts.h"
#include "pieces.h"

#include "input.h"

static void check(int right) {
    if (!right) abort();
}

static void of_pieces(input *in) {
    byte_string traces[3];
    size_t kinds = number(in, 3);
    for (size_t i = 0; i < kinds; i++) {
        size_t size = number(in, 4);
        uint8_t *trace = array(in, size, 1);
        for (size_t k = 0; k < size; k++) trace[k] = "abc1"[trace[k] % 4];
        traces[i] = (byte_string){trace, size};
    }
    size_t size = number(in, 600), before = 0;
    uint8_t *bytes = array(in, size, 1);
    if (number(in, 1)) /* so that traces are found, with signs among them */
        for (size_t i = 0; i < size; i++)
            if (bytes[i] < 0xc0) bytes[i] = (uint8_t)"abcAB1 -.\n\x80 "[bytes[i] % 12];
    piece_search search;
    piece found;
    if (begin_pieces(&search, (byte_string){bytes, size}, traces, kinds) == 0)
        for (size_t start = 0; next_piece(&search, &found); before = found.end, start = found.start) {
            check(found.first >= before && found.first < found.end && found.end <= size);
            check(found.start >= start && found.start <= found.first);
        }
    end_pieces(&search);
    free(bytes);
    for (size_t i = 0; i < kinds; i++) free((void *)traces[i].bytes);
}

static unsigned kind_of(void *with, uint32_t point) {
    (void)with;
    return point * 2654435761u >> 26; /* any of the six may be said of a letter, the same each time */
}

static int follows(void *with, const uint32_t *word, size_t size) {
    const sentence_text *text = with;
    check(word >= text->points && word + size <= text->points + text->size);
    unsigned sum = 0;
    for (size_t i = 0; i < size; i++) sum += word[i];
    return (int)(sum % 4);
}

static void of_excerpts(input *in) {
    static const uint32_t LETTERS[] = {'.', '.', '!', '?', ' ', ' ', '\n', '"', '\'', ')', ',', '-', '_', '%', 'a', 'b',
                                       'c', 'o', 'A', 'B', 'I', '1', '2', 0x85, 0xa0, 0xbb, 0xe9, 0x131, 0x2019,
                                       0x201c, 0x201d, 0x2026, 0x2028, 0xd800};
    size_t size = number(in, 900), most = number(in, 40), marked = 0, place = 0;
    uint8_t *drawn = array(in, size, 1);
    sentence_text text = {.size = size, .kind = kind_of, .follows = follows};
    uint32_t *points = malloc(size * sizeof *points);
    mark *marks = malloc(most * sizeof *marks);
    stretch *hits = malloc(most * sizeof *hits);
    for (size_t i = 0; i < size; i++) points[i] = LETTERS[drawn[i] % (sizeof LETTERS / sizeof *LETTERS)];
    text.points = points;
    text.with = &text;
    for (size_t i = 0; i < most && size; i++) {
        place += number(in, 90);
        if (place >= size) break;
        if (kind_at(&text, place) & SPACE) continue;
        marks[marked++] = (mark){place, place + number(in, size - place), (unsigned)number(in, MOST_LEAVES - 1)};
    }
    excerpt found[MOST_EXCERPTS];
    int chosen = choose_excerpts(&text, marks, marked, found, hits);
    check(chosen <= MOST_EXCERPTS);
    const stretch *hit = hits;
    for (int i = 0; i < chosen; i++) {
        check(found[i].shown.start <= found[i].shown.end && found[i].shown.end <= size);
        size_t reached = 0;
        for (size_t k = 0; k < found[i].hits; k++, hit++) {
            check(hit->start >= reached && hit->end <= found[i].shown.end - found[i].shown.start);
            reached = hit->start;
        }
    }
    check((size_t)(hit - hits) <= marked);
    free(drawn);
    free(points);
    free(marks);
    free(hits);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    input in = {data, size};
    if (number(&in, 1)) of_pieces(&in);
    else of_excerpts(&in);
    return 0;
}
