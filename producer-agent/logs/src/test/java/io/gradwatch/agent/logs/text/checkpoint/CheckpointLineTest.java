package io.gradwatch.agent.logs.text.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Lines as the programs that are named beside them print them. */
class CheckpointLineTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                // Hugging Face transformers, accelerate
                "Saving model checkpoint to ./out/checkpoint-500 | -1 | ./out/checkpoint-500",
                "Model weights saved in ./out/checkpoint-500/model.safetensors | -1 | ./out/checkpoint-500/model.safetensors",
                "Saving current state to out/checkpoint_0 | -1 | out/checkpoint_0",
                // Keras
                "Epoch 3: saving model to weights.03.hdf5 | -1 | weights.03.hdf5",
                "Epoch 3: val_loss improved from 0.51 to 0.42, saving model to w.keras | -1 | w.keras",
                "Epoch 00003: val_acc improved from -inf to 0.9, saving model to /tmp/my run/x.h5 | -1 | /tmp/my",
                // Lightning
                "Epoch 3, global step 400: 'val_loss' reached 0.12 (best 0.12), saving model to '/x/epoch=3-step=400.ckpt' as top 1"
                        + " | 400 | /x/epoch=3-step=400.ckpt",
                // nanoGPT
                "saving checkpoint to out | -1 | out",
                // fairseq
                "Saved checkpoint checkpoints/checkpoint_best.pt (epoch 3 @ 1500 updates, score 4.2) (writing took 3.1 seconds)"
                        + " | 1500 | checkpoints/checkpoint_best.pt",
                // Megatron-LM, which names the folder of all of them
                "successfully saved checkpoint at iteration    1000 to checkpoints/gpt2 | 1000 | checkpoints/gpt2 (step 1000)",
                "successfully saved checkpoint from iteration    2000 to checkpoints/gpt2 [ t 1/8, p 1/8 ]"
                        + " | 2000 | checkpoints/gpt2 (step 2000)",
                // DeepSpeed
                "Saving model checkpoint: ./out/global_step500/mp_rank_00_model_states.pt"
                        + " | -1 | ./out/global_step500/mp_rank_00_model_states.pt",
                // Detectron2
                "Saving checkpoint to output/model_0004999.pth | -1 | output/model_0004999.pth",
                // MMEngine
                "Saving checkpoint at 12 epochs | -1 | checkpoint 12 epochs",
                "Saving checkpoint at 4000 iterations | 4000 | checkpoint 4000 iterations",
                // TensorFlow's estimators
                "Saving checkpoints for 1000 into /tmp/model/model.ckpt. | 1000 | /tmp/model/model.ckpt-1000",
                // Caffe
                "Snapshotting to binary proto file lenet_iter_5000.caffemodel | -1 | lenet_iter_5000.caffemodel",
                // OpenNMT, Marian, MXNet, DL4J
                "Saving checkpoint demo-model_step_5000.pt | -1 | demo-model_step_5000.pt",
                "Saving model weights and runtime parameters to model.iter1000.npz | -1 | model.iter1000.npz",
                "Saved checkpoint to \"model-0001.params\" | -1 | model-0001.params",
                "Model checkpoint saved: epoch 0, iteration 10, path: /x/checkpoint_0_MultiLayerNetwork.zip"
                        + " | 10 | /x/checkpoint_0_MultiLayerNetwork.zip",
                // torchtune
                "Model checkpoint of size 4.98 GB saved to /tmp/out/hf_model_0001_0.pt | -1 | /tmp/out/hf_model_0001_0.pt",
                // Loops of people's own
                "Saved checkpoint at iteration 1,000 to ckpt/model-1000.pt | 1000 | ckpt/model-1000.pt",
                "\u2705 Saved checkpoint at step 500 | 500 | checkpoint step 500",
                "Successfully saved checkpoint @ 500 steps. | 500 | checkpoint 500 steps",
                "New best model saved to out/best.pt | -1 | out/best.pt",
                "Test accuracy 0.93 is the best so far, saved model to out/best.pt | -1 | out/best.pt",
                "Checkpoint 3 saved! | -1 | checkpoint 3",
                "Checkpoint saved \u2192 out/a.pt | -1 | out/a.pt",
                "Checkpoint saved: s3://bucket/run/ckpt-7 | -1 | s3://bucket/run/ckpt-7",
                "=> saving checkpoint 'runs/checkpoint.pth.tar' | -1 | runs/checkpoint.pth.tar",
                "CUDA out of memory. Saving model to C:\\runs\\last.pt | -1 | C:\\runs\\last.pt",
            })
    void lineOfACheckpoint_isOne(String line, long step, String path) {
        assertThat(CheckpointLine.of(line)).contains(new ToldCheckpoint(step, path));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "step 10 loss 2.5",
                "Configuration saved in ./out/checkpoint-500/config.json",
                "tokenizer config file saved in ./out/checkpoint-500/tokenizer_config.json",
                "Optimizer state saved in out/checkpoint_0/optimizer.bin",
                "Scheduler state saved in out/checkpoint_0/scheduler.bin",
                "Random states saved in out/checkpoint_0/random_states_0.pkl",
                "Saving model every 1000 steps to ./out/ckpt",
                "Checkpoints will be saved to ./out/ckpt",
                "Model checkpoint will be saved to ./out/ckpt.pt",
                "Saving checkpoints to ./out/ckpt",
                "No checkpoint saved to ./out/a.pt",
                "Not saving model to ./out/a.pt",
                "Failed saving checkpoint to ./out/a.pt: disk full",
                "Error while saving checkpoint to out/a.pt",
                "Saving model to out/a.pt failed",
                "Epoch 4: val_loss did not improve from 0.42",
                "No improvement. Best model saved at out/best.pt",
                "Loading checkpoint saved at ./out/a.pt",
                "Loading model weights from checkpoint saved to ./out/a.pt",
                "Resuming from checkpoint saved at out/a.pt",
                "Deleting older checkpoint [out/checkpoint-500] due to args.save_total_limit",
                "Preparing to save checkpoint for epoch 1 @ 500 updates",
                "Calling checkpoint listeners before saving checkpoint 1000...",
                "Saving 'checkpoint_path' summary for global step 1000: /tmp/model.ckpt-1000",
                "Saving dict for global step 100: accuracy = 0.5, global_step = 100, loss = 6.5",
                "Results saved to runs/detect/train",
                "Model summary saved to out/summary.txt",
                "Training log saved to out/model.log",
                "Saved plot of model to out/model.png",
                "Saved model predictions to out/p.npz",
                "Saved model loss curve to out/loss.png",
                "Saved model overview to out/overview.html",
                "Model saved to out/config.json",
                "Saving model attention maps to out/attn.npy",
                "Wrote weights histogram to /tmp/tb/weights",
                "Saved RNG state to out/rng.pt",
                "Profile of the model saved to out/trace",
                "Pretrained weights saved in /root/.cache/torch/resnet.pth",
                "Using saved checkpoint out/a.pt",
                "Evaluating saved model out/best.pt",
                "Found saved checkpoint at out/x.pt",
                "Last saved checkpoint: out/checkpoint-500",
                "Uploading saved checkpoint to s3://bucket/x.pt",
                "Saving model weights as float16/bf16",
                "Model state stored in cuda/cpu memory",
                "Model saved successfully",
                "Model saved at 10:30",
                "Model saved at epoch 1/10",
                "Saving model as of 2024/01/01",
                "save_model_path: ./out/model.pt",
                "save checkpoint to ./out/model.pt",
                "You are saving your model as an HDF5 file via `model.save()`. This file format is considered legacy.",
                "If training stops, use the model saved at out/a.pt",
                "New best char error = 8.5 wrote checkpoint.",
                "saved new best metric model",
                "Saving..",
                "Memory saved by checkpoint: 3.2 GB",
                "{'saved checkpoint to': 'out/a.pt'}",
            })
    void otherLine_isNone(String line) {
        assertThat(CheckpointLine.of(line)).isEmpty();
    }

    @Test
    void anyPieces_areReadInLittleTime() {
        String[] pieces = {
            "saved ",
            "saving ",
            "checkpoint ",
            "model ",
            "to ",
            "at ",
            "in ",
            ": ",
            "step ",
            "1000 ",
            "a/b.pt ",
            "'",
            "\"",
            "[",
            "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
            " ",
            "    ",
            ", ",
            "./",
            "@",
            "%",
            "(",
            "into ",
            "for ",
            ".",
            "\u2705"
        };
        Random random = new Random(7);
        Assertions.assertTimeoutPreemptively(Duration.ofSeconds(20), () -> {
            for (int i = 0; i < 20_000; i++) {
                StringBuilder line = new StringBuilder("saved checkpoint ");
                for (int length = random.nextInt(60); length > 0; length--) {
                    line.append(pieces[random.nextInt(pieces.length)]);
                }
                CheckpointLine.of(line.toString())
                        .ifPresent(told -> assertThat(told.path()).isNotBlank());
            }
        });
    }
}
