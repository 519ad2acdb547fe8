import fc from 'fast-check';

/** Strings that readers of YAML, JSON and TOML are known to take for something else, and any others. */
export const newValue = fc.oneof(
  fc.constantFrom(
    '1.10',
    '1e3',
    '0123456',
    '1234567890123456789012345678901234567890',
    '12345e67',
    'on',
    'null',
    '0x1F',
    '1_000',
    '12:30:45',
    '2024-01-01',
    '~',
    '',
    'v1.2.3+build.5',
    'sha256:0123abc',
    'ghcr.io/acme/orders:1.5.0@sha256:00',
    '- a',
    "it's",
    'say "hi" # no',
    'a: b',
    '{{ x }}',
    '*alias',
    '&anchor',
    'naïve ✓',
    'back\\slash',
  ),
  fc.stringMatching(/^[ -~]{0,20}$/),
);
