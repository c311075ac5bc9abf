/* Random affixes and roots for what says whether the lexicon may explain a word (index/compiled/cuts.c), under
   AddressSanitizer and UndefinedBehaviorSanitizer, compared with trying every cut. Run by scripts/fuzz. */
#include "cuts.h"

#include "input.h"

enum { MOST = 12, LONGEST = 5, LONGEST_WORD = 12, SHORTEST_ROOT = 3 };

typedef struct {
    uint8_t bytes[LONGEST];
    size_t size;
} piece;

/* What there is of one kind: so many, which may be there twice. */
typedef struct {
    piece pieces[MOST];
    size_t count;
} piece_list;

/* Letters of few kinds, so that words begin and end as affixes do; `signs`: now and then what is none. */
static void draw_letters(input *in, uint8_t *letters, size_t size, int signs) {
    static const uint8_t OFTEN[] = "aaaabbbcz-";
    for (size_t i = 0; i < size; i++) letters[i] = OFTEN[number(in, sizeof OFTEN - 3 + (size_t)signs)];
}

/* Draw pieces of at least so many letters. */
static void draw_pieces(input *in, piece_list *list, size_t shortest) {
    list->count = 1 + number(in, MOST - 1);
    for (size_t i = 0; i < list->count; i++) {
        list->pieces[i].size = shortest + number(in, LONGEST - shortest);
        draw_letters(in, list->pieces[i].bytes, list->pieces[i].size, 0);
    }
}

static void put(chunk_table *table, const uint8_t *bytes, size_t size) {
    if (number_chunk(table, (chunk_slice){bytes, size}) < 0) abort();
}

/* Number pieces, then the parts of all: what each begins with, or ends with. Returns how many are whole. */
static size_t number_pieces(chunk_table *table, const piece_list *list, int endings) {
    for (size_t i = 0; i < list->count; i++) put(table, list->pieces[i].bytes, list->pieces[i].size);
    size_t whole = table->count;
    for (size_t i = 0; i < list->count; i++)
        for (size_t left = list->pieces[i].size + 1; left--;)
            put(table, list->pieces[i].bytes + (endings ? list->pieces[i].size - left : 0), left);
    return whole;
}

static int holds(const piece_list *list, const uint8_t *bytes, size_t size) {
    for (size_t i = 0; i < list->count; i++)
        if (list->pieces[i].size == size && !memcmp(list->pieces[i].bytes, bytes, size)) return 1;
    return 0;
}

/* Whether some cut leaves a base: in a word shorter than any root by its ending, only the shortest beginning. */
static int explains(const piece_list *beginnings, const piece_list *endings, const piece_list *bases,
                    const uint8_t *word, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (word[i] < 'a' || word[i] > 'z') return 1;
    for (size_t end = 1; end <= size; end++) {
        if (!holds(endings, word + end, size - end)) continue;
        for (size_t begin = 0; begin < end; begin++) {
            if (!holds(beginnings, word, begin)) continue;
            if (holds(bases, word + begin, end - begin)) return 1;
            if (end < SHORTEST_ROOT) break;
        }
    }
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    input in = {data, size};
    piece_list beginnings, endings, bases;
    word_cuts cuts = {0};
    cuts.beginnings.secret = cuts.endings.secret = cuts.bases.secret = number(&in, 65535);
    draw_pieces(&in, &beginnings, 0);
    draw_pieces(&in, &endings, 0);
    draw_pieces(&in, &bases, 1);
    cuts.whole_beginnings = number_pieces(&cuts.beginnings, &beginnings, 0);
    cuts.whole_endings = number_pieces(&cuts.endings, &endings, 1);
    for (size_t i = 0; i < bases.count; i++) put(&cuts.bases, bases.pieces[i].bytes, bases.pieces[i].size);
    while (in.size) {
        size_t length = number(&in, LONGEST_WORD);
        uint8_t *word = malloc(length ? length : 1);
        if (!word) abort();
        draw_letters(&in, word, length, number(&in, 7) == 7);
        if (may_explain(&cuts, word, length) != explains(&beginnings, &endings, &bases, word, length)) abort();
        free(word);
    }
    free_chunks(&cuts.beginnings);
    free_chunks(&cuts.endings);
    free_chunks(&cuts.bases);
    return 0;
}
