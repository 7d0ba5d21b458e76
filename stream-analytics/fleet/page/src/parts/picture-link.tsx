import { useTheme } from "./theme";

/** Link to the picture that messages about an alert show, in the colours of the page. */
export function PictureLink({ alert }: { alert: string }) {
  const theme = useTheme();
  return <a class="view-link" href={`/api/v1/alerts/${encodeURIComponent(alert)}/picture.png?theme=${theme}`} target="_blank" rel="noopener">picture</a>;
}
