export const median = (values) => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

export const spread = (values) => `${Math.min(...values).toFixed(0)} to ${Math.max(...values).toFixed(0)} ms, ${values.length} runs`;
