"""The name of an operation: a service as botocore names it, a colon, the operation."""


class Operation(str):
    """`sesv2:GetImportJob`: a text like any other, whose two parts have names.

    A name without a colon is all service; nothing is checked here.
    """

    __slots__ = ()

    @property
    def service(self) -> str:
        """The service, by botocore's name: `sesv2`."""
        return self.partition(":")[0]

    @property
    def name(self) -> str:
        """The operation within its service: `GetImportJob`."""
        return self.partition(":")[2]

    @property
    def parts(self) -> tuple[str, str]:
        """The service and the name."""
        return self.service, self.name
