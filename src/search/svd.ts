/** A sparse matrix by columns: the entries of column c lie between `starts[c]` and `starts[c + 1]`. */
export interface SparseMatrix {
  readonly rows: number;
  readonly starts: Uint32Array;
  readonly rowOf: Uint32Array;
  readonly values: Float32Array;
}

/** Directions that are worked with besides those that are asked for, which makes these more exact. */
const spare = 8;
/** Each brings out the strong directions over the weak ones. */
const iterations = 2;
/** Numbers multiplied between two steps: a few milliseconds' worth. */
const stepSize = 2_000_000;
/** What is left of a direction that the others nearly make up is rounding. */
const negligible = 1e-7;
const mostSweeps = 12;

/**
 * The strongest right singular vectors of a matrix, at `column * rank`, by subspace iteration from random beginnings
 * (Halko, Martinsson and Tropp, 2011). The same for the same matrix. Where the matrix has fewer than `rank` directions the
 * rest are zeros.
 */
export function* rightSingularVectors(matrix: SparseMatrix, rank: number): Generator<void, Float32Array> {
  const columns = matrix.starts.length - 1;
  const width = Math.min(rank + spare, matrix.rows, columns);
  const left = new Float32Array(matrix.rows * width);
  const right = noise(columns * width);
  for (let iteration = 0; iteration <= iterations; iteration++) {
    left.fill(0);
    yield* multiply(matrix, width, { from: right, to: left, transposed: false });
    yield* orthonormalise(left, width);
    right.fill(0);
    yield* multiply(matrix, width, { from: left, to: right, transposed: true });
  }
  const { vectors, values } = yield* eigen(yield* gram(right, width), width);
  const order = [...values.keys()].sort((a, b) => (values[b] as number) - (values[a] as number));
  const kept = order.slice(0, rank);
  const found = new Float32Array(columns * rank);
  const strongest = Math.sqrt(Math.max(0, values[order[0] ?? 0] ?? 0));
  for (const [place, direction] of kept.entries()) {
    const strength = Math.sqrt(Math.max(0, values[direction] as number));
    if (strength <= negligible * strongest) continue;
    for (let column = 0; column < columns; column++) {
      let sum = 0;
      for (let at = 0; at < width; at++)
        sum += (right[column * width + at] as number) * (vectors[at * width + direction] as number);
      found[column * rank + place] = sum / strength;
    }
    if (place % 8 === 7) yield;
  }
  return found;
}

/** Numbers from -1 to 1 that look random (xorshift32), always the same. */
function noise(count: number): Float32Array {
  const numbers = new Float32Array(count);
  let state = 0x9e3779b9;
  for (let at = 0; at < count; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    numbers[at] = state / 2 ** 31;
  }
  return numbers;
}

/** Adds the matrix (or its transpose) times `from` to `to`. */
function* multiply(
  { starts, rowOf, values }: SparseMatrix,
  width: number,
  { from, to, transposed }: { from: Float32Array; to: Float32Array; transposed: boolean },
): Generator<void> {
  let work = 0;
  for (let column = 0; column + 1 < starts.length; column++) {
    const end = starts[column + 1] as number;
    for (let entry = starts[column] as number; entry < end; entry++) {
      const value = values[entry] as number;
      const row = (rowOf[entry] as number) * width;
      const source = transposed ? row : column * width;
      const target = transposed ? column * width : row;
      for (let at = 0; at < width; at++)
        to[target + at] = (to[target + at] as number) + value * (from[source + at] as number);
      work += width;
    }
    if (work < stepSize) continue;
    work = 0;
    yield;
  }
}

/** The products of the columns of a dense matrix with each other; only those of a column with itself and later ones. */
function* gram(matrix: Float32Array, width: number): Generator<void, Float64Array> {
  const products = new Float64Array(width * width);
  let work = 0;
  for (let row = 0; row < matrix.length; row += width) {
    for (let i = 0; i < width; i++) {
      const value = matrix[row + i] as number;
      for (let j = i; j < width; j++)
        products[i * width + j] = (products[i * width + j] as number) + value * (matrix[row + j] as number);
    }
    work += (width * width) / 2;
    if (work < stepSize) continue;
    work = 0;
    yield;
  }
  return products;
}

/** Makes the columns of a dense matrix orthonormal, by Cholesky's factor of their products. */
function* orthonormalise(matrix: Float32Array, width: number): Generator<void> {
  const factor = yield* gram(matrix, width);
  for (let i = 0; i < width; i++) {
    const whole = factor[i * width + i] as number;
    let left = whole;
    for (let before = 0; before < i; before++) left -= (factor[before * width + i] as number) ** 2;
    const root = left > negligible * whole ? Math.sqrt(left) : Number.POSITIVE_INFINITY;
    factor[i * width + i] = root;
    for (let j = i + 1; j < width; j++) {
      let sum = factor[i * width + j] as number;
      for (let before = 0; before < i; before++)
        sum -= (factor[before * width + i] as number) * (factor[before * width + j] as number);
      factor[i * width + j] = sum / root;
    }
  }
  const row = new Float64Array(width);
  let work = 0;
  for (let start = 0; start < matrix.length; start += width) {
    for (let i = 0; i < width; i++) row[i] = matrix[start + i] as number;
    for (let i = 0; i < width; i++) {
      const value = (row[i] as number) / (factor[i * width + i] as number);
      row[i] = value;
      for (let j = i + 1; j < width; j++)
        row[j] = (row[j] as number) - value * (factor[i * width + j] as number);
    }
    matrix.set(row, start);
    work += (width * width) / 2;
    if (work < stepSize) continue;
    work = 0;
    yield;
  }
}

/** Eigenvectors (in columns) and eigenvalues of a symmetric matrix of which the upper half is given, by Jacobi's rotations. */
function* eigen(
  upper: Float64Array,
  width: number,
): Generator<void, { vectors: Float64Array; values: Float64Array }> {
  const matrix = upper.slice();
  const vectors = new Float64Array(width * width);
  let all = 0;
  for (let i = 0; i < width; i++) {
    vectors[i * width + i] = 1;
    for (let j = 0; j < i; j++) matrix[i * width + j] = matrix[j * width + i] as number;
    all += (matrix[i * width + i] as number) ** 2;
  }
  for (let sweep = 0; sweep < mostSweeps; sweep++) {
    let off = 0;
    for (let p = 0; p < width; p++) {
      for (let q = p + 1; q < width; q++) {
        const value = matrix[p * width + q] as number;
        off += value * value;
        if (value !== 0) rotate(matrix, vectors, width, p, q);
      }
      if (p % 4 === 3) yield;
    }
    if (off <= all * negligible * negligible) break;
  }
  const values = Float64Array.from({ length: width }, (_, i) => matrix[i * width + i] as number);
  return { vectors, values };
}

/** Turns two axes so that the matrix has nothing between them. */
function rotate(matrix: Float64Array, vectors: Float64Array, width: number, p: number, q: number): void {
  const between = matrix[p * width + q] as number;
  const half = ((matrix[q * width + q] as number) - (matrix[p * width + p] as number)) / (2 * between);
  const tangent = (half < 0 ? -1 : 1) / (Math.abs(half) + Math.sqrt(half * half + 1));
  const cosine = 1 / Math.sqrt(tangent * tangent + 1);
  const sine = tangent * cosine;
  const turn = (values: Float64Array, a: number, b: number) => {
    const [left, right] = [values[a] as number, values[b] as number];
    values[a] = cosine * left - sine * right;
    values[b] = sine * left + cosine * right;
  };
  for (let i = 0; i < width; i++) turn(matrix, i * width + p, i * width + q);
  for (let i = 0; i < width; i++) turn(matrix, p * width + i, q * width + i);
  for (let i = 0; i < width; i++) turn(vectors, i * width + p, i * width + q);
}
