// Trains four steps of a small net in a fresh process and prints the numerics class and the losses.
// Arguments: engine, device, precision; with `frozen` as the fourth, features of fixed weights instead of losses.
// What fails is printed as one JSON error.
import { openEngine, ops, valueAndGradients } from '../../dist/index.js';

const [name, device = 'cpu', precision = 'fp32', frozen] = process.argv.slice(2);
const wave = (shape, scale) => ({
  shape,
  dtype: 'float32',
  data: Float32Array.from(
    { length: shape.reduce((a, b) => a * b, 1) },
    (_, i) => scale * Math.sin(1 + i * 1.7),
  ),
});
const state = { filter: wave([4, 2, 3, 3], 0.5), depthwise: wave([4, 1, 3, 3], 0.5) };
const x = wave([3, 2, 9, 8], 1);
const descend = (parameter, gradient) => ops.sub(parameter, ops.mul(gradient, 0.01));
const spec = ({ shape, dtype }) => ({ shape, dtype });

try {
  const engine = await openEngine({ name, device, precision });
  const step = await engine.compile({
    name: 'small',
    state: { filter: spec(state.filter), depthwise: spec(state.depthwise) },
    batch: { x: spec(x) },
    scalars: [],
    step: ({ state: { filter, depthwise }, batch: { x } }) => {
      const { loss, gradients } = valueAndGradients(() => {
        const y = ops.conv2d(x, filter, null, { stride: 2, padding: 1 });
        const normal = ops.batchNormTraining(y, ops.ones([4]), ops.zeros([4])).y;
        const pooled = ops.maxPool2d(ops.relu(normal), { kernel: 3, stride: 2, padding: 1, ceilMode: true });
        const deep = ops.conv2d(pooled, depthwise, null, { groups: 4, padding: 1 });
        return { loss: ops.mean(ops.square(ops.averagePool2d(deep, { kernel: 2 }))) };
      }, [filter, depthwise]);
      return {
        state: { filter: descend(filter, gradients[0]), depthwise: descend(depthwise, gradients[1]) },
        outputs: { loss },
      };
    },
  });
  if (frozen !== undefined) {
    const prefix = await engine.compile({
      name: 'prefix',
      state: {},
      constants: state,
      batch: { x: spec(x) },
      scalars: [],
      frozen: true,
      step: ({ constants: { filter, depthwise }, batch: { x } }) => {
        const y = ops.relu(ops.conv2d(x, filter, null, { padding: 1 }));
        const features = ops.conv2d(y, depthwise, null, { groups: 4, stride: 2, padding: 1 });
        return { state: {}, outputs: { features } };
      },
    });
    const { features } = await prefix.run(engine.createState({}), {
      batch: { x },
      scalars: {},
      noise: { seed: 0, epoch: 0, draws: new Uint32Array(3) },
    });
    console.log(JSON.stringify({ numericsClass: engine.numericsClass, features: [...features.data] }));
    process.exit(0);
  }
  const held = engine.createState(state);
  const noise = { seed: 0, epoch: 0, draws: new Uint32Array(3) };
  const losses = [];
  for (let i = 0; i < 4; i++)
    losses.push((await step.run(held, { batch: { x }, scalars: {}, noise })).loss.data[0]);
  console.log(JSON.stringify({ numericsClass: engine.numericsClass, losses }));
} catch ({ code, message }) {
  console.log(JSON.stringify({ code, message }));
}
