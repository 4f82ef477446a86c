import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { imageFolder, maskContest } from './index.js';

describe('maskContest', () => {
  it('has seven images of each person under the names of the contest, men and women and all ages', async () => {
    const { files, solution } = await maskContest({ people: 40, toPredict: 2 });
    const folders = new Set(
      [...files.keys()].flatMap((name) => /^train\/images\/([^/]+)\/[^.]/.exec(name)?.[1] ?? []),
    );
    expect(folders.size).toBe(40);
    for (const folder of folders) expect(folder).toMatch(/^0000\d\d_(male|female)_Asian_\d\d$/);
    const bands = [...folders].map((folder) => {
      const [, gender = '', , age = ''] = folder.split('_');
      return `${gender} ${Number(age) >= 60 ? 'old' : Number(age) >= 30 ? 'middle' : 'young'}`;
    });
    expect(new Set(bands).size).toBe(6);
    expect(
      [...files.keys()].filter((name) => name.startsWith(`train/images/${[...folders][1]}/`)),
    ).toHaveLength(7);
    const info = String(files.get('eval/info.csv')).trim().split('\n');
    expect(info[0]).toBe('ImageID,ans');
    expect(info).toHaveLength(15);
    for (const line of info.slice(1)) expect(files.has(`eval/images/${line.split(',')[0]}`)).toBe(true);
    expect(new Set(solution.values()).size).toBe(6);
  });

  it('is drawn in the same way every time, and no two images are the same', async () => {
    const [first, again, other] = await Promise.all(
      [0, 0, 1].map((seed) => maskContest({ people: 3, toPredict: 1, seed })),
    );
    expect(first).toEqual(again);
    const images = [...(first?.files ?? []), ...(other?.files ?? [])].flatMap(([name, content]) =>
      /\/[^.][^/]*\.jpg$/.test(name) ? [Buffer.from(content).toString('base64')] : [],
    );
    expect(new Set(images).size).toBe(images.length);
  });
});

describe('imageFolder', () => {
  it('puts images in folders of their classes', () => {
    const sample = fileURLToPath(new URL('../../../examples/fashion', import.meta.url));
    const names = [...imageFolder(sample, { perClass: 3, validated: 1, test: 4 }).keys()];
    const below = (folder: string): string[] => names.filter((name) => name.startsWith(`${folder}/`));
    expect([below('train').length, below('val').length, below('test').length]).toEqual([10, 5, 4]);
    expect(below('train')[0]).toMatch(/^train\/[^/]+\/[^/]+\.png$/);
  });
});
