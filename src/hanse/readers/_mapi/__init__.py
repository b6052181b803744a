"""What Outlook's formats (.msg, winmail.dat) share: MAPI properties, RTF bodies, the choice of a body."""
