import {
  Backbone,
  BatchNorm2d,
  childrenOf,
  Conv2d,
  functionPart,
  Linear,
  moduleAt,
  ReLU,
  Sequential,
  stage,
  type Stage,
} from '@frostline/model';
import { ops } from '@frostline/engine';

/** The net of `tools/oracle/make_freezing.py`: all that strategies tell apart, in as few values as can be. */
export class SmallNet extends Backbone {
  readonly stem = new Sequential(
    new Conv2d(3, 4, 3, { stride: 2, bias: false }),
    new BatchNorm2d(4),
    new ReLU(),
  );
  readonly body = new Sequential(new Conv2d(4, 6, 3), new ReLU(), new BatchNorm2d(6));
  readonly fc = new Linear(6, 3);

  protected override defineStages(): Stage[] {
    return [
      stage('stem', childrenOf('stem', this.stem, 0, 2)),
      stage(
        'body',
        childrenOf('body', this.body, 0, 2),
        functionPart(
          (x) => ops.mean(x, [2, 3]),
          ([batch = 1, channels = 1]) => [batch, channels],
        ),
      ),
      stage('head', moduleAt('fc', this.fc)),
    ];
  }
}
