import { unfold } from "./characters";
import type { CheckedValues } from "./check";
import { noBody, Request, type HeaderList, type MessageValues } from "./message";
import { noAddress } from "./name-address";
import type { SipRequest, Via } from "./types";
import { splitValues } from "./value-list";
import { formatVia, salvageVia } from "./via";

/** The top Via, and the header fields with it in place of a broken one, so that an answer repeats nothing malformed there. */
function mendTopVia(list: HeaderList, values: CheckedValues): { readonly via: Via; readonly list: HeaderList } | undefined {
  const index = list.kinds.findIndex(({ key }) => key === "via");
  const field = list.fields[index];
  if (field === undefined) return undefined;
  const [top = ""] = splitValues(unfold(field.value));
  const via = salvageVia(top);
  if (via === undefined) return undefined;
  const first = values.vias?.[0];
  if (first !== undefined && values.fault?.header !== index) return { via: first, list };
  return { via, list: { kinds: list.kinds, fields: list.fields.with(index, { name: field.name, value: formatVia(via) }) } };
}

/**
 * A refused request as far as it can be answered: its headers are copied into the response as they came.
 *
 * Typed accessors of what could not be read give empty values. Undefined when no answer is possible: the top Via cannot be
 * read, or it is an ACK, which is never answered.
 */
export function answerable(method: string, uri: string, list: HeaderList, values: CheckedValues): SipRequest | undefined {
  if (method === "ACK") return undefined;
  const mended = mendTopVia(list, values);
  if (mended === undefined) return undefined;
  const known: MessageValues = {
    callId: values.callId ?? "",
    cseq: values.cseq ?? { number: 0, method },
    from: values.from ?? noAddress,
    to: values.to ?? noAddress,
    vias: [mended.via, ...(values.vias ?? []).slice(1)],
    contacts: values.contacts ?? [],
    maxForwards: values.maxForwards,
  };
  return new Request(method, uri, mended.list, noBody, known);
}
