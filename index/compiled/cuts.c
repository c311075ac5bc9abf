/* Whether the lexicon may explain a word: asked before index/lang/morphology.py looks, for most words that are new to
   an archive it cannot. A word is cut by every beginning and ending that prefixes and suffixes write; where
   none leaves anything of a root, nothing explains it. What may stand with what, Python knows. */
#include "cuts.h"

enum { SHORTEST_ROOT = 3 }; /* what an ending may leave, as index/lang/morphology.py has it */
enum { AFFIXES = 64 }; /* beginnings of one word, and endings of one; where there are more Python must look */

static int is_plain(const uint8_t *word, size_t size) {
    for (size_t i = 0; i < size; i++)
        if (word[i] < 'a' || word[i] > 'z') return 0;
    return 1;
}

int may_explain(const word_cuts *cuts, const uint8_t *word, size_t size) {
    size_t begins[AFFIXES], count = 0;
    if (!is_plain(word, size)) return 1;
    for (size_t length = 0; length < size; length++) {
        int64_t number = find_chunk(&cuts->beginnings, (chunk_slice){word, length});
        if (number < 0) break;
        if ((size_t)number >= cuts->whole_beginnings) continue;
        if (count == AFFIXES) return 1;
        begins[count++] = length;
    }
    for (size_t end = size; end > 0; end--) {
        int64_t number = find_chunk(&cuts->endings, (chunk_slice){word + end, size - end});
        if (number < 0) break;
        if ((size_t)number >= cuts->whole_endings) continue;
        size_t tried = end < SHORTEST_ROOT && count ? 1 : count; /* so short are only words that the data decides */
        for (size_t i = 0; i < tried && begins[i] < end; i++)
            if (find_chunk(&cuts->bases, (chunk_slice){word + begins[i], end - begins[i]}) >= 0) return 1;
    }
    return 0;
}
