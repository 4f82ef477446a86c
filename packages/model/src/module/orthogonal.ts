/**
 * A matrix [rows, columns] with orthonormal rows or columns, whichever are fewer, made of random values: the Q of their
 * QR decomposition with a positive diagonal of R, which is uniform over all such matrices (Mezzadri 2006).
 */
export function orthogonalize(values: Float64Array, rows: number, columns: number): Float64Array {
  const along = rows <= columns;
  const [count, length] = along ? [rows, columns] : [columns, rows];
  const at = (vector: number, index: number): number =>
    along ? vector * columns + index : index * columns + vector;
  const result = values.slice();
  const value = (vector: number, index: number): number => result[at(vector, index)] ?? 0;
  const dot = (a: number, b: number): number => {
    let sum = 0;
    for (let index = 0; index < length; index++) sum += value(a, index) * value(b, index);
    return sum;
  };
  for (let vector = 0; vector < count; vector++) {
    // Twice: rounding leaves what one pass of Gram and Schmidt did not take out.
    for (let pass = 0; pass < 2; pass++)
      for (let earlier = 0; earlier < vector; earlier++) {
        const share = dot(vector, earlier);
        for (let index = 0; index < length; index++)
          result[at(vector, index)] = value(vector, index) - share * value(earlier, index);
      }
    const norm = Math.sqrt(dot(vector, vector));
    for (let index = 0; index < length; index++) result[at(vector, index)] = value(vector, index) / norm;
  }
  return result;
}
