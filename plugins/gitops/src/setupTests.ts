import '@testing-library/jest-dom';

// Pages are rendered as a whole here, which takes its time on a small machine.
jest.setTimeout(30_000);
