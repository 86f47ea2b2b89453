// Runs in the page, so it is a text: this project has no DOM types.

/**
 * Lists all visible texts, placeholders and field borders with too little contrast to their background:
 * below 4.5 for text and 3 for borders (WCAG 2.2 AA).
 */
export const LOW_CONTRASTS = String.raw`(() => {
  const channels = (color) => {
    const [r = 0, g = 0, b = 0, a = 1] = (color.match(/[\d.]+/g) ?? []).map(Number);
    return { r, g, b, a };
  };
  const luminance = ({ r, g, b }) => {
    const [x, y, z] = [r, g, b].map((value) => {
      const share = value / 255;
      return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * x + 0.7152 * y + 0.0722 * z;
  };
  const contrast = (one, other) => {
    const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
    return (light + 0.05) / (dark + 0.05);
  };
  const behind = (element) => {
    for (let at = element; at; at = at.parentElement) {
      const color = channels(getComputedStyle(at).backgroundColor);
      if (color.a === 1) return color;
      if (color.a > 0) throw new Error("half transparent: " + at.className);
    }
    return channels("rgb(255, 255, 255)");
  };
  const complaints = [];
  const look = (what, element, color, ground, least) => {
    const ratio = contrast(channels(color), ground);
    if (ratio < least) complaints.push(what + " " + ratio.toFixed(2) + ": " + element.outerHTML.slice(0, 90));
  };
  let looked = 0;
  for (const element of document.querySelectorAll("body *")) {
    const style = getComputedStyle(element);
    const box = element.getBoundingClientRect();
    if (style.visibility === "hidden" || box.width < 2 || box.height < 2) continue;
    const isText = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
    if (isText && !["OPTION", "SCRIPT", "STYLE"].includes(element.tagName)) {
      looked += 1;
      look("text", element, style.color, behind(element), 4.5);
    }
    if (["INPUT", "TEXTAREA", "SELECT"].includes(element.tagName)) {
      look("text", element, style.color, behind(element), 4.5);
      look("edge", element, style.borderTopColor, behind(element.parentElement), 3);
      if (element.placeholder) {
        look("placeholder", element, getComputedStyle(element, "::placeholder").color, behind(element), 4.5);
      }
    }
  }
  if (looked < 50) complaints.push("only " + looked + " texts were looked at");
  return complaints;
})()`;
