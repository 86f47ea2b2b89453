/**
 * Passes a body through and reports its beginning when the body has ended or was canceled.
 *
 * @param limit The maximum number of bytes to report.
 */
export function recorded(
  body: ReadableStream<Uint8Array>,
  limit: number,
  onText: (text: string) => void,
): ReadableStream<Uint8Array> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let text = "";
  let left = limit;
  let isDone = false;

  function end(): void {
    if (!isDone) onText(text + decoder.decode());
    isDone = true;
  }

  return new ReadableStream<Uint8Array>({
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (done) {
          end();
          return controller.close();
        }
        const part = value.subarray(0, left);
        left -= part.length;
        text += decoder.decode(part, { stream: true });
        if (left === 0) end();
        controller.enqueue(value);
      } catch (error) {
        end();
        throw error;
      }
    },
    cancel(reason) {
      end();
      return reader.cancel(reason);
    },
  }, { highWaterMark: 0 });
}
