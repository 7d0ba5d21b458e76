package io.gradwatch.schema.names;

/** Kind of a value that measures how well a model does its task. */
public enum LossKind {
    /** The loss that is minimized, or one that stands for it. */
    WHOLE,
    /** A term of the loss, such as that of the boxes of an object detector. */
    PART,
    /** A sum by its name, of which only the terms beside it tell that it is of losses. */
    TOTAL,
    /** An error without a word for its kind, which stands for a loss where there is none. */
    ERROR,
    /** A name with the word loss and a word that is not known. */
    OTHER,
    /** Loss of a policy, in reinforcement learning. */
    POLICY,
    /** Loss of a critic or value function. */
    CRITIC,
    /** Bonus for the entropy of a policy. */
    ENTROPY,
    /** Loss of the generator of a GAN. */
    GENERATOR,
    /** Loss of the discriminator of a GAN. */
    DISCRIMINATOR,
    /** Divergence of a policy from a reference. */
    KL,
    /** Reward or return; higher is better. */
    REWARD,
    /** Reward or return of whole episodes, which only reinforcement learning has. */
    EPISODE_REWARD,
    /** Its negative is a loss: a likelihood rises. */
    LIKELIHOOD,
    /** Its logarithm is a loss, in nats per token. */
    PERPLEXITY,
    /** No loss and no reward. */
    NONE
}
