/* The fingerprints of a text: index/fingerprints.py is the specification, and gives the same numbers. */
#ifndef KLIPING_PRINTING_H
#define KLIPING_PRINTING_H

#include <stddef.h>
#include <stdint.h>

/* The words of a text: what stands for each, and where it starts, ascending. */
typedef struct {
    const uint64_t *codes;
    const int32_t *starts;
    size_t count;
} printed_words;

/* What is found: of as many sentences as there are, their spans, hashes and where their runs end; as many runs
   as there are words at the most. */
typedef struct {
    int32_t *spans;
    uint64_t *whole, *runs;
    int32_t *ends;
    size_t sentences, run_count;
} sentence_prints;

/* The number that stands for a word of ASCII letters: code_of there. */
uint64_t code_of_ascii(const uint8_t *word, size_t size);

/* Print every sentence (start and end of each) that has enough words; they are in order and apart. */
void print_sentences(const printed_words *words, const int32_t *sentences, size_t count, sentence_prints *found);

#endif
