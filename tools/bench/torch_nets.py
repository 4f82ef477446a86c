"""Nets of `npm run bench:engine` in plain torch: torchvision's architectures with torchvision's state-dict keys.

Dropout and stochastic depth are left out: both sides of the benchmark train without them.
"""
import torch
from torch import nn
from torch.nn import functional as F


class BasicBlock(nn.Module):
    def __init__(self, inputs, outputs, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(inputs, outputs, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(outputs)
        self.relu = nn.ReLU(inplace=True)
        self.conv2 = nn.Conv2d(outputs, outputs, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(outputs)
        self.downsample = None
        if stride != 1 or inputs != outputs:
            self.downsample = nn.Sequential(
                nn.Conv2d(inputs, outputs, 1, stride, bias=False), nn.BatchNorm2d(outputs)
            )

    def forward(self, x):
        y = self.bn2(self.conv2(self.relu(self.bn1(self.conv1(x)))))
        y += x if self.downsample is None else self.downsample(x)
        return self.relu(y)


class ResNet18(nn.Module):
    def __init__(self):
        super().__init__()
        self.conv1 = nn.Conv2d(3, 64, 7, 2, 3, bias=False)
        self.bn1 = nn.BatchNorm2d(64)
        self.relu = nn.ReLU(inplace=True)
        self.maxpool = nn.MaxPool2d(3, 2, 1)
        for index, (inputs, outputs) in enumerate([(64, 64), (64, 128), (128, 256), (256, 512)]):
            stride = 1 if index == 0 else 2
            layer = nn.Sequential(BasicBlock(inputs, outputs, stride), BasicBlock(outputs, outputs, 1))
            setattr(self, f"layer{index + 1}", layer)
        self.fc = nn.Linear(512, 1000)

    def prefix(self, x):
        x = self.maxpool(self.relu(self.bn1(self.conv1(x))))
        return self.layer3(self.layer2(self.layer1(x)))

    def last(self):
        return [self.layer4, self.fc]

    def rest(self, x):
        return self.fc(self.layer4(x).mean([2, 3]))

    def forward(self, x):
        return self.rest(self.prefix(x))


def conv_norm(inputs, outputs, kernel, stride=1, groups=1, norm=None, activation=None):
    parts = [nn.Conv2d(inputs, outputs, kernel, stride, kernel // 2, groups=groups, bias=False), norm(outputs)]
    return nn.Sequential(*parts, *([] if activation is None else [activation(inplace=True)]))


class SqueezeExcitation(nn.Module):
    def __init__(self, channels, squeezed, activation, scale):
        super().__init__()
        self.avgpool = nn.AdaptiveAvgPool2d(1)
        self.fc1 = nn.Conv2d(channels, squeezed, 1)
        self.fc2 = nn.Conv2d(squeezed, channels, 1)
        self.activation = activation()
        self.scale = scale()

    def forward(self, x):
        return self.scale(self.fc2(self.activation(self.fc1(self.avgpool(x))))) * x


class Residual(nn.Module):
    """Layers named `block`, whose input is added where the shapes agree."""

    def __init__(self, layers, adds):
        super().__init__()
        self.block = nn.Sequential(*layers)
        self.adds = adds

    def forward(self, x):
        y = self.block(x)
        return y + x if self.adds else y


def rounded(channels):
    near = max(8, int(channels + 4) // 8 * 8)
    return near + 8 if near < 0.9 * channels else near


def small_norm(channels):
    return nn.BatchNorm2d(channels, eps=0.001, momentum=0.01)


class MobileNetV3Small(nn.Module):
    ROWS = [
        (16, 3, 16, 16, True, nn.ReLU, 2),
        (16, 3, 72, 24, False, nn.ReLU, 2),
        (24, 3, 88, 24, False, nn.ReLU, 1),
        (24, 5, 96, 40, True, nn.Hardswish, 2),
        (40, 5, 240, 40, True, nn.Hardswish, 1),
        (40, 5, 240, 40, True, nn.Hardswish, 1),
        (40, 5, 120, 48, True, nn.Hardswish, 1),
        (48, 5, 144, 48, True, nn.Hardswish, 1),
        (48, 5, 288, 96, True, nn.Hardswish, 2),
        (96, 5, 576, 96, True, nn.Hardswish, 1),
        (96, 5, 576, 96, True, nn.Hardswish, 1),
    ]

    def __init__(self):
        super().__init__()
        blocks = []
        for inputs, kernel, expanded, outputs, squeeze, activation, stride in self.ROWS:
            layers = []
            if expanded != inputs:
                layers.append(conv_norm(inputs, expanded, 1, norm=small_norm, activation=activation))
            layers.append(conv_norm(expanded, expanded, kernel, stride, expanded, small_norm, activation))
            if squeeze:
                layers.append(SqueezeExcitation(expanded, rounded(expanded // 4), nn.ReLU, nn.Hardsigmoid))
            layers.append(conv_norm(expanded, outputs, 1, norm=small_norm))
            blocks.append(Residual(layers, stride == 1 and inputs == outputs))
        self.features = nn.Sequential(
            conv_norm(3, 16, 3, 2, norm=small_norm, activation=nn.Hardswish),
            *blocks,
            conv_norm(96, 576, 1, norm=small_norm, activation=nn.Hardswish),
        )
        self.classifier = nn.Sequential(
            nn.Linear(576, 1024), nn.Hardswish(inplace=True), nn.Identity(), nn.Linear(1024, 1000)
        )

    def forward(self, x):
        return self.classifier(self.features(x).mean([2, 3]))


class EfficientNetB0(nn.Module):
    ROWS = [
        (1, 3, 1, 32, 16, 1),
        (6, 3, 2, 16, 24, 2),
        (6, 5, 2, 24, 40, 2),
        (6, 3, 2, 40, 80, 3),
        (6, 5, 1, 80, 112, 3),
        (6, 5, 2, 112, 192, 4),
        (6, 3, 1, 192, 320, 1),
    ]

    def __init__(self):
        super().__init__()
        norm = nn.BatchNorm2d
        stages = [conv_norm(3, 32, 3, 2, norm=norm, activation=nn.SiLU)]
        for expansion, kernel, first_stride, first_inputs, outputs, depth in self.ROWS:
            blocks = []
            for index in range(depth):
                inputs, stride = (first_inputs, first_stride) if index == 0 else (outputs, 1)
                expanded = rounded(inputs * expansion)
                layers = []
                if expanded != inputs:
                    layers.append(conv_norm(inputs, expanded, 1, norm=norm, activation=nn.SiLU))
                layers.append(conv_norm(expanded, expanded, kernel, stride, expanded, norm, nn.SiLU))
                squeeze = max(1, inputs // 4)
                layers.append(SqueezeExcitation(expanded, squeeze, lambda: nn.SiLU(inplace=True), nn.Sigmoid))
                layers.append(conv_norm(expanded, outputs, 1, norm=norm))
                blocks.append(Residual(layers, stride == 1 and inputs == outputs))
            stages.append(nn.Sequential(*blocks))
        stages.append(conv_norm(320, 1280, 1, norm=norm, activation=nn.SiLU))
        self.features = nn.Sequential(*stages)
        self.classifier = nn.Sequential(nn.Identity(), nn.Linear(1280, 1000))

    def forward(self, x):
        return self.classifier(self.features(x).mean([2, 3]))


class LayerNorm2d(nn.LayerNorm):
    def forward(self, x):
        x = F.layer_norm(x.permute(0, 2, 3, 1), self.normalized_shape, self.weight, self.bias, self.eps)
        return x.permute(0, 3, 1, 2)


class Permute(nn.Module):
    def __init__(self, *axes):
        super().__init__()
        self.axes = axes

    def forward(self, x):
        return x.permute(self.axes)


class ConvNeXtBlock(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.block = nn.Sequential(
            nn.Conv2d(channels, channels, 7, padding=3, groups=channels),
            Permute(0, 2, 3, 1),
            nn.LayerNorm(channels, eps=1e-6),
            nn.Linear(channels, 4 * channels),
            nn.GELU(),
            nn.Linear(4 * channels, channels),
            Permute(0, 3, 1, 2),
        )
        self.layer_scale = nn.Parameter(torch.ones(channels, 1, 1))

    def forward(self, x):
        return self.layer_scale * self.block(x) + x


class ConvNeXtTiny(nn.Module):
    def __init__(self):
        super().__init__()
        widths, depths = [96, 192, 384, 768], [3, 3, 9, 3]
        parts = [nn.Sequential(nn.Conv2d(3, 96, 4, 4), LayerNorm2d(96, eps=1e-6))]
        for index, (width, depth) in enumerate(zip(widths, depths)):
            if index > 0:
                before = widths[index - 1]
                parts.append(nn.Sequential(LayerNorm2d(before, eps=1e-6), nn.Conv2d(before, width, 2, 2)))
            parts.append(nn.Sequential(*[ConvNeXtBlock(width) for _ in range(depth)]))
        self.features = nn.Sequential(*parts)
        self.classifier = nn.Sequential(LayerNorm2d(768, eps=1e-6), nn.Flatten(1), nn.Linear(768, 1000))

    def forward(self, x):
        return self.classifier(self.features(x).mean([2, 3], keepdim=True))


NETS = {
    "resnet18": ResNet18,
    "mobilenet_v3_small": MobileNetV3Small,
    "efficientnet_b0": EfficientNetB0,
    "convnext_tiny": ConvNeXtTiny,
}
