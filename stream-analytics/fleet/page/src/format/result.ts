/** Words in names of what is the better the higher or the lower it is: losses, errors, scores and rewards. */
const measures = new RegExp(
  "(^|[^a-z])(loss|nll|elbo|perplexity|ppl|bp[bc]|acc|accuracy|error|err|f1|f[-_ ]?score|score|precision|recall|auc|auroc|auprc|map|ap50|iou|miou|dice|bleu|rouge[l12]?|meteor|chrf|wer|cer|mse|rmse|mae|mape|r2|psnr|ssim|lpips|fid|kid|top[-_@ ]?[15]|exact[-_ ]?match|reward|return|win[-_ ]?rate|success)([^a-z]|$)",
  "i",
);

/** True if a value of this name says how good a model is; false of counts, times and settings such as an epoch or a learning rate. */
export function isResult(name: string): boolean {
  return measures.test(name);
}

/** True if a name is that of a loss. */
export function isLoss(name: string): boolean {
  return /(^|[^a-z])(loss|nll|perplexity|ppl)([^a-z]|$)/i.test(name);
}
