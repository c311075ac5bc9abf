/* A hint that memory is to be read soon; where a compiler knows of none, nothing. */
#ifndef KLIPING_PREFETCH_H
#define KLIPING_PREFETCH_H

#if defined(__GNUC__)
#define PREFETCH(address) __builtin_prefetch(address)
#else
#define PREFETCH(address) ((void)(address))
#endif

#endif
