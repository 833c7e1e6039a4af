"""The shapes of what the API takes and gives: its own, so that rows may change and programs stay."""

import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, ConfigDict, Field

Answers = dict[str, Any]
State = Literal["draft", "submitted", "returned", "decided", "withdrawn", "closed"]
Channel = Literal["online", "api", "counter", "post", "telephone"]


class Shape(BaseModel):
    """What every shape has: a name that is not known is an error."""

    model_config = ConfigDict(extra="forbid")


class ProcedureLine(Shape):
    """One procedure in a list."""

    id: str = Field(description="手続のID")
    title: str = Field(description="手続の名前")
    summary: str = Field(description="概要")
    kind: str = Field(description="申請・届出・請求・申込・アンケート")
    version: int = Field(description="公開中の定義の版")
    is_open: bool = Field(description="今日、受け付けているか")


class Procedures(Shape):
    """The procedures that can be filed through the API."""

    procedures: list[ProcedureLine]


class Question(Shape):
    """One question, for showing; its answer's shape stands in the schema."""

    id: str
    kind: str
    label: str
    hint: str
    required: bool = Field(
        description="いつも必ず答えるか（条件付きの必須は、answers_schemaの説明にあります）"
    )


class QuestionSection(Shape):
    """Questions that stand together on one page."""

    id: str
    title: str
    questions: list[Question]


class Procedure(ProcedureLine):
    """One procedure with all that a program needs to file it."""

    closed_words: str = Field(description="受け付けていないとき、そのわけ")
    identity: str = Field(description="求める本人確認（none、mail、card、card-signed）")
    anonymous: bool = Field(description="名前を聞かないアンケートか（トークンを付けずに送ります）")
    target_days: int | None = Field(description="標準処理期間の日数（行政手続法6条）")
    sections: list[QuestionSection]
    answers_schema: dict[str, Any] = Field(description="答えのJSON Schema（2020-12）")


class NewApplication(Shape):
    """An application to begin, and to file at once unless `submit` is false."""

    procedure: Annotated[str, Field(max_length=64, pattern="^[a-z0-9-]+$", description="手続のID")]
    answers: Answers = Field(default={}, description="質問のIDごとの答え。形は、手続のanswers_schemaのとおり")
    submit: bool = Field(
        default=True, description="すぐに提出するか。falseは下書きにする（ファイルを送るときなど）"
    )


class GivenAnswers(Shape):
    """Some answers; the others stay as they are, null takes one back."""

    answers: Answers


class Filing(Shape):
    """Which filing is to be made: the answer of a repeated call is that of the first."""

    revision: Annotated[
        int,
        Field(
            ge=0, le=1000, description="見ている申請のrevision。下書きは0。もう先に進んでいれば、何もしない"
        ),
    ]


class Stage(Shape):
    """One point on the applicant's line."""

    title: str
    state: Literal["done", "now", "todo"]
    text: str
    at: datetime.datetime | None


class CorrectionAsked(Shape):
    """What the town asks to be corrected (補正, 行政手続法7条)."""

    fields: list[str] = Field(description="直す質問のID")
    message: str | None = Field(description="町からの説明（申請者だけに見える）")
    due_on: datetime.date


class Outcome(Shape):
    """The result, once it stands."""

    id: str
    title: str
    effect: str
    decided_on: datetime.date | None
    reasons: str | None = Field(description="理由（申請者だけに見える）")


class Paper(Shape):
    """A paper that can be fetched."""

    id: UUID
    title: str
    number: str | None = Field(description="文書番号")


class ApplicationLine(Shape):
    """One application in a list."""

    id: UUID
    procedure: str
    version: int
    title: str
    state: State
    number: str | None = Field(description="受付番号（到達してから）")
    revision: int = Field(description="届いた回数（下書きは0）")
    submitted_at: datetime.datetime | None


class Application(ApplicationLine):
    """Where an application stands, as its applicant sees it."""

    channel: Channel
    step: str = Field(description="今の処理の段階のID")
    due_on: datetime.date | None = Field(description="標準処理期間の最後の日")
    correction: CorrectionAsked | None
    outcome: Outcome | None
    stages: list[Stage]
    papers: list[Paper] = Field(description="受け取れる文書（連携システムには出ない）")
    papers_waiting: bool = Field(description="作っている途中の文書があるか")
    files_owed: list[str] = Field(description="あとで出すことにしたファイルの質問のID")
    may: list[Literal["write", "submit", "withdraw"]] = Field(description="今できること")


class Begun(Shape):
    """What was begun or filed. `lookup_code` is for who has no token: with the number it leads back."""

    application: Application | None = Field(description="名前を聞かないアンケートではnull")
    lookup_code: str | None = Field(description="照会コード。トークンのない申請だけ。控えておく")


class Applications(Shape):
    """One page of a list."""

    applications: list[ApplicationLine]
    after: str | None = Field(description="続きがあるとき、次のafter")


class Written(Shape):
    """The answers as they are kept now."""

    answers: Answers
    revision: int
    missing: list[str] = Field(description="まだ答えていない必須の質問のID")


class SentFile(Shape):
    """One file of an answer."""

    id: UUID
    name: str
    size: int
    type: str


class SentFiles(Shape):
    """The files that answer one question."""

    field: str
    files: list[SentFile]


class Message(Shape):
    """A message of the town to the applicant."""

    id: UUID
    at: datetime.datetime
    subject: str
    body: str


class Messages(Shape):
    """The messages about one application, newest first."""

    messages: list[Message]


class Mistake(Shape):
    """One thing that is wrong, at its place in the body."""

    pointer: str = Field(description="JSON pointer（RFC 6901）")
    detail: str


class ProblemShape(Shape):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    code: str = Field(description="プログラムが見分けるための語")
    detail: str = Field(description="人のための文")
    errors: list[Mistake]
