"""Small networks whose activations are modules, so that a watch sees them."""

import torch
from torch import nn

ACTIVATIONS = {"relu": nn.ReLU, "tanh": nn.Tanh, "sigmoid": nn.Sigmoid, "gelu": nn.GELU, "elu": nn.ELU, "leaky_relu": nn.LeakyReLU}


def mlp(sizes, activation="relu", dropout=0.0, norm=False):
    """
    Fully connected layers of the sizes, inputs first; the last one is linear.

    :param activation: a key of ACTIVATIONS
    :param dropout: part of the hidden units that is dropped, 0 to 1
    :param norm: whether a layer norm stands before each activation
    """
    layers = []
    for i, (size, following) in enumerate(zip(sizes, sizes[1:])):
        layers.append(nn.Linear(size, following))
        if i < len(sizes) - 2:
            if norm:
                layers.append(nn.LayerNorm(following))
            layers.append(ACTIVATIONS[activation]())
            if dropout:
                layers.append(nn.Dropout(dropout))
    return nn.Sequential(*layers)


def initialise(model, how):
    """
    Draws the weights of linear and convolutional layers anew.

    :param how: default (PyTorch's), he, glorot or orthogonal
    """
    if how == "default":
        return
    draw = {"he": nn.init.kaiming_normal_, "glorot": nn.init.xavier_normal_, "orthogonal": nn.init.orthogonal_}[how]
    for module in weighted(model):
        draw(module.weight)
        if module.bias is not None:
            nn.init.zeros_(module.bias)


def weighted(model):
    """Linear and convolutional layers of the model, in its order."""
    return [module for module in model.modules() if isinstance(module, (nn.Linear, nn.Conv1d, nn.Conv2d))]


class Convolutions(nn.Module):
    """Two convolutions and a linear layer for images of 8 by 8 pixels in one channel; inputs (n, 64)."""

    def __init__(self, channels, classes, activation, dropout, norm):
        super().__init__()
        self.conv1 = nn.Conv2d(1, channels, 3, padding=1)
        self.norm1 = nn.BatchNorm2d(channels) if norm else nn.Identity()
        self.act1 = ACTIVATIONS[activation]()
        self.pool = nn.MaxPool2d(2)
        self.conv2 = nn.Conv2d(channels, 2 * channels, 3, padding=1)
        self.norm2 = nn.BatchNorm2d(2 * channels) if norm else nn.Identity()
        self.act2 = ACTIVATIONS[activation]()
        self.drop = nn.Dropout(dropout)
        self.head = nn.Linear(2 * channels * 4, classes)

    def forward(self, x):
        x = self.pool(self.act1(self.norm1(self.conv1(x.view(-1, 1, 8, 8)))))
        x = self.pool(self.act2(self.norm2(self.conv2(x))))
        return self.head(self.drop(x.flatten(1)))


class Recurrent(nn.Module):
    """A recurrent layer and a linear one on its last (or every) state; inputs (n, time, features)."""

    def __init__(self, kind, features, hidden, outputs, every=False):
        super().__init__()
        self.rnn = {"lstm": nn.LSTM, "gru": nn.GRU, "rnn": nn.RNN}[kind](features, hidden, batch_first=True)
        self.head = nn.Linear(hidden, outputs)
        self.every = every

    def forward(self, x):
        states, _ = self.rnn(x)
        return self.head(states if self.every else states[:, -1])


class Block(nn.Module):
    """A transformer's block: causal attention and a feed-forward part, each with a layer norm before it."""

    def __init__(self, width, heads, activation, dropout):
        super().__init__()
        self.norm1 = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.out = nn.Linear(width, width)
        self.norm2 = nn.LayerNorm(width)
        self.up = nn.Linear(width, 2 * width)
        self.act = ACTIVATIONS[activation]()
        self.down = nn.Linear(2 * width, width)
        self.drop = nn.Dropout(dropout)
        self.heads = heads

    def forward(self, x, mask):
        n, length, width = x.shape
        q, k, v = self.qkv(self.norm1(x)).view(n, length, 3, self.heads, width // self.heads).permute(2, 0, 3, 1, 4)
        scores = (q @ k.transpose(-1, -2)) / (width // self.heads) ** 0.5 + mask
        mixed = (scores.softmax(-1) @ v).transpose(1, 2).reshape(n, length, width)
        x = x + self.drop(self.out(mixed))
        return x + self.drop(self.down(self.act(self.up(self.norm2(x)))))


class Transformer(nn.Module):
    """A decoder over tokens (n, time); gives logits (n, time, vocabulary)."""

    def __init__(self, vocabulary, length, width, heads, depth, activation, dropout):
        super().__init__()
        self.embed = nn.Embedding(vocabulary, width)
        self.place = nn.Parameter(0.02 * torch.randn(length, width))
        self.blocks = nn.ModuleList(Block(width, heads, activation, dropout) for _ in range(depth))
        self.norm = nn.LayerNorm(width)
        self.head = nn.Linear(width, vocabulary)
        self.register_buffer("mask", torch.full((length, length), -1e9).triu(1))

    def forward(self, tokens):
        length = tokens.shape[1]
        x = self.embed(tokens) + self.place[:length]
        for block in self.blocks:
            x = block(x, self.mask[:length, :length])
        return self.head(self.norm(x))
