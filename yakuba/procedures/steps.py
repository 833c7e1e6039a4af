"""The kinds of steps of a route: what each is called, and what officials write down at it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar, Literal

if TYPE_CHECKING:
    from yakuba.procedures.definition import Definition, Step

AskKind = Literal["day", "line", "prose", "choice", "outcome", "scan"]

# How a consultation was answered. No answer is an answer that is written down: nothing is waited for any more.
ANSWERS = {
    "consented": "異議なし",
    "consented_with_conditions": "条件・意見あり",
    "objected": "異議あり",
    "no_answer": "回答なし（期限が過ぎた）",
}
# How something was handed over.
METHODS = {"counter": "窓口で渡した", "post": "郵送した", "online": "このサイトで受け取ってもらった"}
# By what it was seen who came to the counter: the kind of paper only, never its number.
IDENTITY = {
    "individual_card": "マイナンバーカード（顔写真の面）",
    "licence": "運転免許証・運転経歴証明書",
    "passport": "旅券（パスポート）",
    "residence_card": "在留カード・特別永住者証明書",
    "handbook": "障害者手帳など、官公署が発行した顔写真付きのもの",
    "two_papers": "顔写真のないもの2点（資格確認書と年金手帳など）",
    "known": "聞き取りなど、そのほかの方法",
    "not_needed": "確かめる必要のない書類",
}


@dataclass(frozen=True)
class Ask:
    """One thing that is written down at a step; `name` is the keyword of the action that takes it."""

    name: str
    label: str
    kind: AskKind
    hint: str = ""
    is_required: bool = True
    options: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Act:
    """What an official does at a step: the link to its page, the button there, what is asked, what is said when done.

    Texts may hold {to} and {register} of the step.
    """

    name: str
    link: str
    button: str
    lead: str
    done: str
    asks: tuple[Ask, ...]


NOTE = Ask("note", "メモ", "prose", "職員だけに見えます。", is_required=False)
REASONS = Ask(
    "reasons",
    "理由",
    "prose",
    "根拠と事実を書きます。認めない結果では必須で、本人に知らせます。",
    is_required=False,
)


def _sent(label: str, hint: str) -> tuple[Ask, ...]:
    return (
        Ask("sent_on", label, "day"),
        Ask("reference", "文書番号", "line", hint, is_required=False),
        NOTE,
    )


class Kind:
    """One kind of step: its word in lists (`title`), in sentences (`does`) and who may do it (`verb`)."""

    name: ClassVar[str]
    title: ClassVar[str]
    does: ClassVar[str]
    verb: ClassVar[str]
    acts: ClassVar[tuple[Act, ...]]

    @classmethod
    def act(cls, *, is_sent: bool) -> Act:
        """What is done at it next: what goes out is sent first and answered then."""
        return cls.acts[min(int(is_sent), len(cls.acts) - 1)]


class Review(Kind):
    """審査・内容確認: somebody reads what arrived."""

    name, title, does, verb = "review", "審査", "確かめる", "application.examine"
    acts = (
        Act(
            "finish",
            "内容を確かめ終える",
            "確かめ終えて次へ進む",
            "内容に問題がないことを確かめたら、次の段へ進めます。直してほしいところがあるときは、補正を依頼してください。",
            "確かめ終えたことを記録しました。",
            (NOTE,),
        ),
    )


class Consult(Kind):
    """協議: another body is asked and answers (諮問, 照会, 意見聴取)."""

    name, title, does, verb = "consult", "協議", "協議する", "application.send"
    acts = (
        Act(
            "send",
            "{to}に送ったことを記録する",
            "送ったことを記録する",
            "{to}に送った日と、文書番号を記録します。",
            "{to}に送ったことを記録しました。",
            _sent("送った日", "送った文書の番号です。例：軽環第12号"),
        ),
        Act(
            "answer",
            "{to}の回答を記録する",
            "回答を記録する",
            "{to}の回答を記録します。回答を記録すると、次の段へ進みます。",
            "{to}の回答を記録しました。",
            (
                Ask("answered_on", "回答の日", "day"),
                Ask("answer", "回答", "choice", options=tuple(ANSWERS.items())),
                Ask(
                    "note",
                    "回答の内容",
                    "prose",
                    "条件や意見、判定の内容を書きます。職員だけに見えます。",
                    is_required=False,
                ),
            ),
        ),
    )


class Decision(Kind):
    """決裁: whoever has the post for it decides; drafts have pages of their own."""

    name, title, does, verb = "decision", "決裁", "決める", "application.accept"
    # Where another authority decides, the town's own decision (進達の決裁) only lets the papers go out.
    acts = (
        Act(
            "finish",
            "決裁して次へ進む",
            "決裁して次へ進む",
            "決裁すると、次の段へ進みます。",
            "決裁したことを記録しました。",
            (NOTE,),
        ),
    )


class Accept(Kind):
    """受理: the last of a notification (届出, 行政手続法37条), with its entry in a register (台帳)."""

    name, title, does, verb = "accept", "受理", "受理して、台帳に載せる", "application.accept"
    acts = (
        Act(
            "accept",
            "受理を記録する",
            "この内容で記録する",
            "届出の結果と、{register}への記載を記録します。形式に足りないところがあるときは、補正を依頼してください。",
            "届出の結果を記録しました。",
            (
                Ask("outcome", "結果", "outcome"),
                Ask("entered_on", "{register}に記載した日", "day", is_required=False),
                Ask("reference", "{register}の番号", "line", is_required=False),
                REASONS,
                NOTE,
            ),
        ),
    )


class Confirm(Kind):
    """確定: the last of an order or a booking (申込)."""

    name, title, does, verb = "confirm", "確定", "確定する", "application.confirm"
    acts = (
        Act(
            "confirm",
            "結果を確定する",
            "この結果に確定する",
            "申込みの結果を確定して、申し込んだ方に知らせます。",
            "結果を確定しました。",
            (Ask("outcome", "結果", "outcome"), REASONS, NOTE),
        ),
    )


class Forward(Kind):
    """進達: what arrived goes on to the authority that decides (経由)."""

    name, title, does, verb = "forward", "進達", "進達する", "application.send"
    acts = (
        Act(
            "send",
            "{to}への進達を記録する",
            "進達を記録する",
            "{to}に送った日と、文書番号を記録します。申請者のページに「進達」と出ます。",
            "{to}に進達したことを記録しました。",
            _sent("進達した日", "進達の文書の番号です。例：軽環第12号"),
        ),
    )


class Result(Kind):
    """結果の受領: the other authority has decided, and its paper has come."""

    name, title, does, verb = "result", "結果", "結果を受け取る", "application.receive"
    acts = (
        Act(
            "receive",
            "{to}の結果を記録する",
            "結果を記録する",
            "届いた文書のとおりに、結果・日付・番号を記録します。この町の通知書は作りません。",
            "結果を受け取ったことを記録しました。",
            (
                Ask("outcome", "結果", "outcome"),
                Ask("decided_on", "相手が決めた日", "day", "届いた文書の日付です。"),
                Ask("reference", "相手の文書番号", "line", "例：長野県指令第12号", is_required=False),
                Ask(
                    "scan",
                    "届いた文書を読み取ったもの",
                    "scan",
                    "PDFか写真です。このサイトで受け取る申請者が、開いて確かめます。",
                    is_required=False,
                ),
                NOTE,
            ),
        ),
    )


class Delivery(Kind):
    """交付: how and when it was handed over."""

    name, title, does, verb = "delivery", "交付", "渡す", "application.deliver"
    acts = (
        Act(
            "deliver",
            "渡したことを記録する",
            "渡したことを記録して完了にする",
            "渡した方法と日を記録すると、この案件は完了になります。",
            "渡したことを記録し、案件を完了にしました。",
            (
                Ask("method", "渡した方法", "choice", options=tuple(METHODS.items())),
                Ask("delivered_on", "渡した日（郵送は出した日）", "day"),
                Ask(
                    "identity",
                    "本人の確かめ方",
                    "choice",
                    "窓口で渡したときに選びます。番号は書き写しません。",
                    is_required=False,
                    options=tuple(IDENTITY.items()),
                ),
                NOTE,
            ),
        ),
    )


STEPS: dict[str, type[Kind]] = {
    kind.name: kind for kind in (Review, Consult, Decision, Accept, Confirm, Forward, Result, Delivery)
}


# At which step the outcome is settled: another authority's word comes before the town's own.
_SETTLING = ("result", "accept", "confirm", "decision")


def kind_of(step: Step) -> type[Kind]:
    """The kind of this step of a route."""
    return STEPS[step.kind]


def settling_step(definition: Definition) -> Step | None:
    """The step that settles the outcome; without one of those kinds the last review does. A survey has none."""
    by_kind = {step.kind: step for step in definition.route}
    found = next((by_kind[kind] for kind in _SETTLING if kind in by_kind), None)
    return found or next((step for step in reversed(definition.route) if step.kind == "review"), None)


def delivery_step(definition: Definition) -> Step | None:
    """The step at which the result is handed over, if the route has one."""
    return next((step for step in definition.route if step.kind == "delivery"), None)
