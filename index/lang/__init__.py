"""Everything Indonesian: words, roots, names, sentences, numbers. Knows nothing else of ours."""
