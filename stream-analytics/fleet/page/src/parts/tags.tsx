/** Tags as chips, at most `most` of them. Each leads to the runs that have it. */
export function Tags({ tags, most = Infinity }: { tags: string[] | undefined; most?: number }) {
  const all = tags ?? [];
  const more = all.slice(most);
  return all.length === 0 ? null : (
    <span class="tags">
      {all.slice(0, most).map((tag) => <a key={tag} class="tag" href={taggedUrl("tag", tag)} title={`Runs with the tag ${tag}`}>{tag}</a>)}
      {more.length > 0 && <span class="quiet" title={more.join(", ")}>+{more.length}</span>}
    </span>
  );
}

/** The list of the runs that have a tag, or are of a group. */
export function taggedUrl(kind: "tag" | "group", value: string): string {
  return `/runs?${new URLSearchParams({ [kind]: value })}`;
}
