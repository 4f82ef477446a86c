import { expect, it } from 'vitest';
import { factsOf } from './facts.js';
import { createBackbone } from './registry.js';

it('the smallest image is sought when it is asked for, once', () => {
  const net = createBackbone('squeezenet1_1');
  const cost = net.cost.bind(net);
  let tried = 0;
  net.cost = (shape) => {
    tried += 1;
    return cost(shape);
  };
  const facts = factsOf('squeezenet1_1', net, 224);
  expect(tried).toBe(0);
  expect(facts.smallestImage).toBe(17);
  expect(tried).toBe(17);
  expect(facts.smallestImage).toBe(17);
  expect(tried).toBe(17);
});
