import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A SentencePiece vocabulary of 400 pieces, the project's own, learnt from the shipped English abstracts. */
export const toyVocabulary = readFileSync(join(import.meta.dirname, "vocab.spm"));

const float32 = 0x0404;
const intgemm8 = 0x4101;
const int8 = 0x0101;

const dim = 32;
const ffn = 64;
const heads = 4;
const vocabulary = 400;

interface Item {
  readonly name: string;
  readonly type: number;
  readonly shape: readonly number[];
  readonly data: Buffer;
}

/**
 * A transformer with random weights in Marian's binary format (version 1), 50 KB: it translates into deterministic
 * nonsense, each seed into another, and what it does with markup is real.
 */
export function toyModel(seed = 7): Buffer {
  const random = mulberry32(seed);
  const items: Item[] = [];
  const floats = (name: string, columns: number, value: number) =>
    items.push({
      name,
      type: float32,
      shape: [1, columns],
      data: padded(Buffer.from(new Float32Array(columns).fill(value).buffer)),
    });
  const scale = (name: string, value: number) =>
    items.push({ name, type: float32, shape: [1], data: padded(Buffer.from(Float32Array.of(value).buffer)) });
  const weights = (name: string, rows: number, columns: number) => {
    const count = rows * columns;
    const data = Buffer.alloc(count + 4);
    for (let at = 0; at < count; at++) data.writeInt8(Math.floor(random() * 255) - 127, at);
    data.writeFloatLE(127 / Math.sqrt(6 / (rows + columns)), count);
    items.push({ name, type: intgemm8, shape: [rows, columns], data: padded(data) });
    scale(`${name}_QuantMultA`, 25.4);
  };
  const norm = (prefix: string) => {
    floats(`${prefix}_ln_scale`, dim, 1);
    floats(`${prefix}_ln_bias`, dim, 0);
  };
  const attention = (prefix: string) => {
    for (const part of ["q", "k", "v", "o"]) {
      weights(`${prefix}_W${part}`, dim, dim);
      floats(`${prefix}_b${part}`, dim, 0);
    }
    norm(`${prefix}_Wo`);
  };
  const feedForward = (prefix: string) => {
    weights(`${prefix}_W1`, dim, ffn);
    floats(`${prefix}_b1`, ffn, 0);
    weights(`${prefix}_W2`, ffn, dim);
    floats(`${prefix}_b2`, dim, 0);
    norm(`${prefix}_ffn`);
  };
  weights("Wemb", vocabulary, dim);
  scale("none_QuantMultA", 25.4);
  floats("decoder_ff_logit_out_b", vocabulary, 0);
  attention("encoder_l1_self");
  feedForward("encoder_l1_ffn");
  weights("decoder_l1_rnn_W", dim, dim);
  weights("decoder_l1_rnn_Wf", dim, dim);
  floats("decoder_l1_rnn_bf", dim, 0);
  norm("decoder_l1_rnn_ffn");
  attention("decoder_l1_context");
  feedForward("decoder_l1_ffn");
  const options = Buffer.from(`${architecture}\0`);
  items.push({ name: "special:model.yml", type: int8, shape: [options.length], data: padded(options) });
  return binary(items);
}

function binary(items: readonly Item[]): Buffer {
  const parts = [
    uint64(1),
    uint64(items.length),
    ...items.flatMap(({ name, type, shape, data }) =>
      [name.length + 1, type, shape.length, data.length].map(uint64),
    ),
    ...items.map(({ name }) => Buffer.from(`${name}\0`)),
    ...items.map(({ shape }) => Buffer.from(Int32Array.from(shape).buffer)),
  ];
  const end = parts.reduce((all, part) => all + part.length, 0) + 8;
  const gap = (Math.floor(end / 256) + 1) * 256 - end;
  return Buffer.concat([...parts, uint64(gap), Buffer.alloc(gap), ...items.map(({ data }) => data)]);
}

function uint64(value: number): Buffer {
  const bytes = Buffer.alloc(8);
  bytes.writeBigUInt64LE(BigInt(value));
  return bytes;
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc(Math.ceil(bytes.length / 256) * 256 - bytes.length)]);
}

function mulberry32(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const architecture = `bert-train-type-embeddings: true
bert-type-vocab-size: 2
dec-cell: ssru
dec-cell-base-depth: 2
dec-cell-high-depth: 1
dec-depth: 1
dim-emb: ${dim}
dim-rnn: 1024
dim-vocabs:
  - ${vocabulary}
  - ${vocabulary}
enc-cell: gru
enc-cell-depth: 1
enc-depth: 1
enc-type: bidirectional
input-types: []
layer-normalization: false
lemma-dim-emb: 0
right-left: false
skip: false
tied-embeddings: false
tied-embeddings-all: true
tied-embeddings-src: false
transformer-aan-activation: swish
transformer-aan-depth: 2
transformer-aan-nogate: false
transformer-decoder-autoreg: rnn
transformer-dim-aan: 1536
transformer-dim-ffn: ${ffn}
transformer-ffn-activation: relu
transformer-ffn-depth: 2
transformer-guided-alignment-layer: last
transformer-heads: ${heads}
transformer-no-projection: false
transformer-postprocess: dan
transformer-postprocess-emb: d
transformer-preprocess: ""
transformer-tied-layers:
  []
transformer-train-position-embeddings: false
type: transformer
ulr: false
ulr-dim-emb: 0
ulr-trainable-transformation: false
version: v1.9.0 synthetic
`;
