"""Long work as generators that yield Progress and return a report; Qt-free."""
