import { RandomStream, sha256 } from '@frostline/base';
import sharp from 'sharp';
import { drawFace, FACE_SIZE, type Person, type Wearing } from './draw-face.js';

/** The seven images that the contest has of everyone. */
const SHOTS = ['mask1', 'mask2', 'mask3', 'mask4', 'mask5', 'incorrect_mask', 'normal'] as const;

export interface ContestFiles {
  /** Contents by path. */
  readonly files: ReadonlyMap<string, Uint8Array | string>;
  /** Label of each image to predict, by its id. */
  readonly solution: ReadonlyMap<string, number>;
}

/**
 * A contest drawn in the image of the mask contest of boostcamp AI Tech, with its names of folders, files and columns: seven images of
 * each person below `train/images/ID_GENDER_RACE_AGE`, unnamed images of others below `eval/images`; the label is
 * mask·6 + gender·3 + age band. As there, some archives' leftovers (`._mask1.jpg`) lie about.
 *
 * @param people labelled persons; every tenth is 60
 * @param toPredict persons of whom images are to be predicted
 */
export async function maskContest({
  people = 60,
  toPredict = 10,
  seed = 0,
}: { people?: number; toPredict?: number; seed?: number } = {}): Promise<ContestFiles> {
  const files = new Map<string, Uint8Array | string>();
  const table = ['id,gender,race,age,path'];
  for (let index = 0; index < people; index++) {
    const person = personOf(index, seed);
    const id = String(index + 1).padStart(6, '0');
    const folder = `${id}_${person.gender}_Asian_${person.age}`;
    table.push(`${id},${person.gender},Asian,${person.age},${folder}`);
    for (const shot of SHOTS) {
      const drawing = await drawn(person, wearingOf(shot), `${seed} ${id} ${shot}`);
      files.set(`train/images/${folder}/${shot}.jpg`, drawing);
    }
    if (index % 10 === 0) files.set(`train/images/${folder}/._mask1.jpg`, 'a leftover of an archive');
  }
  files.set('train/train.csv', `${table.join('\n')}\n`);
  const solution = new Map<string, number>();
  for (let index = 0; index < toPredict; index++) {
    const person = personOf(people + index, seed);
    for (const shot of SHOTS) {
      const image = await drawn(person, wearingOf(shot), `${seed} eval ${index} ${shot}`);
      const id = `${sha256(image).slice(0, 40)}.jpg`;
      files.set(`eval/images/${id}`, image);
      solution.set(id, labelOf(person, wearingOf(shot)));
    }
  }
  const ids = [...solution.keys()].sort();
  files.set('eval/info.csv', `ImageID,ans\n${ids.map((id) => `${id},0\n`).join('')}`);
  return { files, solution };
}

function wearingOf(shot: (typeof SHOTS)[number]): Wearing {
  if (shot === 'normal') return 'normal';
  return shot === 'incorrect_mask' ? 'incorrect' : 'mask';
}

function labelOf({ gender, age }: Person, wearing: Wearing): number {
  const band = age >= 60 ? 2 : age >= 30 ? 1 : 0;
  return { mask: 0, incorrect: 6, normal: 12 }[wearing] + (gender === 'female' ? 3 : 0) + band;
}

/** Men and women in turn; of ten one is 60, four are under 30, five between. */
function personOf(index: number, seed: number): Person {
  const random = new RandomStream(seed, `person ${index}`);
  const tenth = (index >> 1) % 10;
  const age = tenth === 9 ? 60 : tenth < 4 ? 18 + random.nextBelow(12) : 30 + random.nextBelow(29);
  const shade = random.nextBelow(60);
  const any = (from: number): number => from + random.nextBelow(80);
  return {
    gender: index % 2 === 0 ? 'male' : 'female',
    age,
    skin: [235 - shade, 200 - shade, 170 - shade],
    hair: [random.nextBelow(70), random.nextBelow(50), random.nextBelow(40)],
    wall: [any(120), any(120), any(120)],
  };
}

function drawn(person: Person, wearing: Wearing, name: string): Promise<Uint8Array> {
  const raw = { ...FACE_SIZE, channels: 3 as const };
  return sharp(drawFace(person, wearing, new RandomStream(0, name)), { raw })
    .jpeg({ quality: 92 })
    .toBuffer();
}
