"""Text messages through a provider's HTTP interface."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from http.client import HTTPException
from typing import Final
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from accounts.texting.gateway import TextError

TIMEOUT_SECONDS: Final = 5
_ANSWER_BYTES: Final = 4096


class _NoRedirect(HTTPRedirectHandler):
    """The key goes to the address in the settings and to no other."""

    def redirect_request(self, *_args: object, **_kwargs: object) -> None:
        return None


@dataclass(frozen=True)
class HttpGateway:
    """Posts JSON: `{"phone", "template", "params", "signature"}`, with the key as bearer token.

    Most providers, and the messaging platform of a government cloud, take this form or sit behind a small
    relay that does. Any answer but 2xx is a refusal, and so is a JSON answer whose `code` is neither 0, 200
    nor `OK`.

    Attributes:
        address: where to post.
        key: the provider's key.
        templates: the provider's name for each of our templates.
        signature: the sender's approved signature, such as 秦淮社区.
    """

    address: str
    key: str
    templates: Mapping[str, str]
    signature: str = ""

    def send(self, *, number: str, template: str, values: Mapping[str, str], text: str) -> None:
        """Post the message and read whether it was taken.

        Raises:
            TextError: it was not, or there was no answer within five seconds.
        """
        if template not in self.templates:
            raise TextError(f"TEXT_GATEWAY_TEMPLATES has no {template!r}.")
        body = {
            "phone": number,
            "template": self.templates[template],
            "params": dict(values),
            "signature": self.signature,
        }
        request = Request(  # noqa: S310 - the setting is checked to be http or https
            self.address,
            data=json.dumps(body, ensure_ascii=False).encode(),
            headers={
                "Authorization": f"Bearer {self.key}",
                "Content-Type": "application/json; charset=utf-8",
            },
            method="POST",
        )
        try:
            with build_opener(_NoRedirect).open(request, timeout=TIMEOUT_SECONDS) as response:
                answer = response.read(_ANSWER_BYTES)
        except HTTPError as error:
            raise TextError(f"The gateway answered {error.code}.") from None
        except (OSError, HTTPException) as error:
            raise TextError(f"The gateway can't be reached: {type(error).__name__}.") from None
        code = _code(answer)
        if code not in (None, 0, 200, "0", "200", "OK", "ok"):
            raise TextError(f"The gateway refused with code {str(code)[:40]}.")


def _code(answer: bytes) -> object:
    try:
        data = json.loads(answer)
    except ValueError:
        return None
    return data.get("code") if isinstance(data, dict) else None
