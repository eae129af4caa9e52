"""API v1: its parts put together."""

from . import acts, bank, cases, feedback, feedback_acts, post, public, receipts
from .door import Api, Bearer, StrictJson

ABOUT = """
API của bộ phận một cửa. Lời từ chối luôn có dạng `{code, sentence, fields}`: `code` cho chương trình, `sentence` là
câu tiếng Việt cho người dùng. Thời điểm viết theo giờ Việt Nam, có lệch múi giờ. Tài liệu: docs/api.md.
"""
api = Api(
    title="motcua", version="1", description=ABOUT.strip(), docs_url=None, openapi_url=None, parser=StrictJson(),
    urls_namespace="api-v1",
)  # fmt: skip
api.add_router("", public.router)
api.add_router("", feedback.router)
api.add_router("", bank.router)
api.add_router("", post.router)
api.add_router("", receipts.router)
api.add_router("", cases.router, auth=Bearer())
api.add_router("", acts.router, auth=Bearer())
api.add_router("", feedback_acts.router, auth=Bearer())
