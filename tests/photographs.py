"""Photographs that no camera took: as much detail as true ones, and the same in every run."""

import random

from PIL import Image, ImageChops, ImageDraw, ImageFilter


def noise(size, grain, strength, seed=1):
    """Return shades of grey of a certain coarseness, the same for the same numbers."""
    few = (max(2, size[0] // grain), max(2, size[1] // grain))
    data = random.Random(seed).randbytes(few[0] * few[1])  # noqa: S311 - it draws
    shades = Image.frombytes("L", few, data).resize(size, Image.Resampling.BICUBIC)
    return shades.point(lambda shade: 128 + (shade - 128) * strength // 100)


def _textured(colour, size, *layers):
    flat = Image.new("RGB", size, colour)
    for layer in layers:
        grey = Image.merge("RGB", [layer] * 3)
        flat = ImageChops.overlay(flat, grey)
    return flat


def street(size):
    """A street at noon: a sky that darkens upwards, leaves, plaster, paving, a sign with small print."""
    width, height = size
    sky = Image.linear_gradient("L").resize((width, height)).point(lambda shade: 110 + shade // 2)
    photo = Image.merge("RGB", [sky.point(lambda s: s * 8 // 10), sky.point(lambda s: s * 9 // 10), sky])
    leaves = _textured(
        (70, 110, 60), size, noise(size, 60, 180, 2), noise(size, 6, 160, 3), noise(size, 2, 90, 4)
    )
    crown = (
        noise(size, 90, 220, 5)
        .point(lambda shade: 255 if shade > 120 else 0)
        .filter(ImageFilter.GaussianBlur(2))
    )
    top = Image.new("L", size, 0)
    top.paste(crown.crop((0, 0, width // 2, height // 2)), (0, 0))
    photo.paste(leaves, mask=top)
    wall = _textured((196, 184, 160), size, noise(size, 120, 40, 6), noise(size, 3, 45, 7))
    photo.paste(wall.crop((width // 2, height // 4, width, height)), (width // 2, height // 4))
    ground = _textured((128, 124, 118), size, noise(size, 30, 60, 8), noise(size, 2, 80, 9))
    photo.paste(ground.crop((0, height * 3 // 4, width, height)), (0, height * 3 // 4))
    draw = ImageDraw.Draw(photo)
    for column in range(6):
        left = width // 2 + width // 40 + column * width // 13
        draw.rectangle(
            (left, height * 2 // 5, left + width // 20, height * 3 // 5), (58, 66, 80), (230, 226, 214), 3
        )
    board = (width // 12, height * 11 // 20, width * 5 // 12, height * 7 // 10)
    draw.rectangle(board, (176, 24, 28))
    draw.text(
        (board[0] + width // 60, board[1] + height // 60),
        "WU YI XIANG 28",
        (255, 240, 200),
        font_size=height // 18,
    )
    draw.text(
        (board[0] + width // 60, board[1] + height // 10),
        "Mon-Fri 9:00-17:00  025-0000 1234",
        (255, 240, 200),
        font_size=height // 45,
    )
    return _grained(photo)


def _grained(photo):
    """Return it with what a small sensor adds."""
    grain = [noise(photo.size, 1, 14, 20 + band) for band in range(3)]
    blurred = photo.filter(ImageFilter.GaussianBlur(0.6))
    return ImageChops.add(blurred, Image.merge("RGB", grain), 1, -128)


def face_like(size):
    """Skin and hair against a soft background: what shows a codec's smoothing first."""
    width, height = size
    photo = _textured((120, 140, 128), size, noise(size, 200, 120, 31))
    skin = _textured((214, 170, 144), size, noise(size, 90, 35, 32), noise(size, 4, 22, 33))
    oval = Image.new("L", size, 0)
    ImageDraw.Draw(oval).ellipse((width // 3, height // 6, width * 2 // 3, height * 5 // 6), 255)
    photo.paste(skin, mask=oval.filter(ImageFilter.GaussianBlur(6)))
    hair = _textured((38, 30, 28), size, noise((size[0], size[1]), 3, 120, 34).resize(size))
    cap = Image.new("L", size, 0)
    ImageDraw.Draw(cap).chord(
        (width // 3 - 20, height // 8, width * 2 // 3 + 20, height * 3 // 5), 180, 360, 255
    )
    photo.paste(hair, mask=cap.filter(ImageFilter.GaussianBlur(3)))
    return _grained(photo)


def night(size):
    """Lanterns on black water: gradients in the dark, in which bands show."""
    width, height = size
    photo = Image.merge(
        "RGB",
        [
            Image.linear_gradient("L").resize(size).point(lambda s, part=part: s // part)
            for part in (9, 12, 7)
        ],
    )
    glow = Image.new("RGB", size, 0)
    draw = ImageDraw.Draw(glow)
    for number in range(9):
        left = width * (number + 1) // 10
        draw.ellipse(
            (left - width // 60, height // 3, left + width // 60, height // 3 + width // 24), (255, 120, 40)
        )
        draw.line((left, height * 3 // 5, left, height * 9 // 10), (180, 80, 30), width // 90)
    photo = ImageChops.screen(photo, glow.filter(ImageFilter.GaussianBlur(width // 50)))
    return _grained(ImageChops.screen(photo, glow))
