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
  const transposed = transpose(matrix);
  for (let iteration = 0; iteration <= iterations; iteration++) {
    yield* multiply(transposed, width, right, left);
    yield* orthonormalise(left, width);
    yield* multiply(matrix, width, left, right);
  }
  const { vectors, values } = yield* eigen(yield* gram(right, width), width);
  const order = [...values.keys()].sort((a, b) => (values[b] as number) - (values[a] as number));
  const strongest = Math.sqrt(Math.max(0, values[order[0] ?? 0] ?? 0));
  const turn = new Float64Array(width * width);
  for (const [place, direction] of order.slice(0, rank).entries()) {
    const strength = Math.sqrt(Math.max(0, values[direction] as number));
    if (strength <= negligible * strongest) continue;
    for (let at = 0; at < width; at++)
      turn[at * width + place] = (vectors[at * width + direction] as number) / strength;
  }
  yield* multiplyRows(right, turn, width);
  const found = new Float32Array(columns * rank);
  const kept = Math.min(rank, width);
  for (let column = 0; column < columns; column++)
    found.set(right.subarray(column * width, column * width + kept), column * rank);
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

/** Columns by rows instead of rows by columns. */
function transpose({ rows, starts, rowOf, values }: SparseMatrix): SparseMatrix {
  const ends = new Uint32Array(rows + 1);
  for (const row of rowOf) ends[row + 1] = (ends[row + 1] as number) + 1;
  for (let row = 0; row < rows; row++) ends[row + 1] = (ends[row + 1] as number) + (ends[row] as number);
  const turned = {
    rows: starts.length - 1,
    starts: ends.slice(),
    rowOf: new Uint32Array(rowOf.length),
    values: new Float32Array(values.length),
  };
  for (let column = 0; column + 1 < starts.length; column++)
    for (let entry = starts[column] as number; entry < (starts[column + 1] as number); entry++) {
      const row = rowOf[entry] as number;
      const place = ends[row] as number;
      ends[row] = place + 1;
      turned.rowOf[place] = column;
      turned.values[place] = values[entry] as number;
    }
  return turned;
}

/**
 * Writes the transpose of the matrix times `from` to `to`. Four entries at a time: what takes time is not multiplying but
 * reading and writing the sums.
 */
function* multiply(
  { starts, rowOf, values }: SparseMatrix,
  width: number,
  from: Float32Array,
  to: Float32Array,
): Generator<void> {
  const sums = new Float64Array(width);
  let work = 0;
  for (let column = 0; column + 1 < starts.length; column++) {
    sums.fill(0);
    const end = starts[column + 1] as number;
    let entry = starts[column] as number;
    for (; entry + 3 < end; entry += 4) {
      const [a, b, c, d] = [
        (rowOf[entry] as number) * width,
        (rowOf[entry + 1] as number) * width,
        (rowOf[entry + 2] as number) * width,
        (rowOf[entry + 3] as number) * width,
      ];
      const [va, vb, vc, vd] = [
        values[entry] as number,
        values[entry + 1] as number,
        values[entry + 2] as number,
        values[entry + 3] as number,
      ];
      for (let at = 0; at < width; at++)
        sums[at] =
          (sums[at] as number) +
          va * (from[a + at] as number) +
          vb * (from[b + at] as number) +
          vc * (from[c + at] as number) +
          vd * (from[d + at] as number);
    }
    for (; entry < end; entry++) {
      const row = (rowOf[entry] as number) * width;
      const value = values[entry] as number;
      for (let at = 0; at < width; at++) sums[at] = (sums[at] as number) + value * (from[row + at] as number);
    }
    to.set(sums, column * width);
    work += (end - (starts[column] as number) + 1) * width;
    if (work < stepSize) continue;
    work = 0;
    yield;
  }
}

/**
 * The products of the columns of a dense matrix with each other; only those of a column with itself and later ones. Four
 * rows at a time, as in `multiply`.
 */
function* gram(matrix: Float32Array, width: number): Generator<void, Float64Array> {
  const products = new Float64Array(width * width);
  const rows = new Float64Array(4 * width);
  let work = 0;
  for (let start = 0; start < matrix.length; start += 4 * width) {
    rows.fill(0);
    rows.set(matrix.subarray(start, start + 4 * width));
    for (let i = 0; i < width; i++) {
      const a = rows[i] as number;
      const b = rows[width + i] as number;
      const c = rows[2 * width + i] as number;
      const d = rows[3 * width + i] as number;
      const to = i * width;
      for (let j = i; j < width; j++)
        products[to + j] =
          (products[to + j] as number) +
          a * (rows[j] as number) +
          b * (rows[width + j] as number) +
          c * (rows[2 * width + j] as number) +
          d * (rows[3 * width + j] as number);
    }
    work += 2 * width * width;
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
  // Multiplying by the inverse of the factor solves for all rows at once.
  yield* multiplyRows(matrix, inverseOf(factor, width), width);
}

/** The inverse of an upper triangular matrix. */
function inverseOf(factor: Float64Array, width: number): Float64Array {
  const inverse = new Float64Array(width * width);
  for (let j = 0; j < width; j++) {
    inverse[j * width + j] = 1 / (factor[j * width + j] as number);
    for (let i = 0; i < j; i++) {
      let sum = 0;
      for (let at = i; at < j; at++)
        sum += (inverse[i * width + at] as number) * (factor[at * width + j] as number);
      inverse[i * width + j] = -sum / (factor[j * width + j] as number);
    }
  }
  return inverse;
}

/** Multiplies each row of a dense matrix by a square one, in its place. Four terms of a sum at a time, as in `multiply`. */
function* multiplyRows(matrix: Float32Array, by: Float64Array, width: number): Generator<void> {
  const row = new Float64Array(width + 3);
  // Zeros after the end stand in for what the last four may lack.
  const factors = new Float64Array((width + 3) * width);
  factors.set(by);
  const sums = new Float64Array(width);
  let work = 0;
  for (let start = 0; start < matrix.length; start += width) {
    row.set(matrix.subarray(start, start + width));
    sums.fill(0);
    for (let i = 0; i < width; i += 4) {
      const a = row[i] as number;
      const b = row[i + 1] as number;
      const c = row[i + 2] as number;
      const d = row[i + 3] as number;
      const at = i * width;
      for (let j = 0; j < width; j++)
        sums[j] =
          (sums[j] as number) +
          a * (factors[at + j] as number) +
          b * (factors[at + width + j] as number) +
          c * (factors[at + 2 * width + j] as number) +
          d * (factors[at + 3 * width + j] as number);
    }
    matrix.set(sums, start);
    work += width * width;
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
