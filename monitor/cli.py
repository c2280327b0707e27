"""The command ``nianbao``: what a subcommand needs is imported only when it runs."""

from typing import Final

import click

from monitor.commands.frame import LazyGroup

_COMMANDS: Final = {
    "demo": ("monitor.commands.demo", "demo", "离线演示：虚构的门户，完整的流程"),
    "run": ("monitor.commands.run", "run", "巡查、读取、判定，给出日报"),
    "crawl": ("monitor.commands.run", "crawl_only", "只巡查门户，存下网页和文件"),
    "judge": ("monitor.commands.run", "judge_only", "只读取和判定已存下的内容"),
    "check": ("monitor.commands.check", "check_files", "检查年报文件，如发布前的草稿"),
    "portals": ("monitor.commands.portals", "portals_group", "列出、增删、检查门户，与表格互转"),
    "reports": ("monitor.commands.listings", "reports_listing", "列出存下的年报"),
    "obligations": ("monitor.commands.listings", "obligations_listing", "列出应报：谁、哪一年、何时到期、来了没有"),
    "alerts": ("monitor.commands.alerts", "alerts_group", "列出问题；知悉、暂不提醒、重开"),
    "rules": ("monitor.commands.rules", "rules_listing", "列出规则；给出代码则显示说明"),
    "digest": ("monitor.commands.listings", "digest_of_day", "显示某一天的日报"),
    "bulletin": ("monitor.commands.bulletin", "bulletin", "周报、月报、季度通报，带排名和走势"),
    "notify": ("monitor.commands.notify", "notify", "把日报发到邮箱和群里，每个渠道每天一次"),
    "serve": ("monitor.commands.serve", "serve", "按时巡查、按时发日报，并回答运行状况"),
    "schedule": ("monitor.commands.schedule", "schedule", "打印定时任务：cron 或 systemd"),
    "export": ("monitor.commands.exports", "export_group", "导出问题清单、提示函、证据、数据包、订阅和日历"),
    "backup": ("monitor.commands.backup", "backup", "备份数据库、存档、登记表和设置"),
    "restore": ("monitor.commands.backup", "restore", "从备份恢复"),
    "doctor": ("monitor.commands.doctor", "doctor", "检查运行环境和巡查状况，说明怎么办"),
}


@click.group(cls=LazyGroup, lazy=_COMMANDS, help="年报：监测政府信息公开工作年度报告是否按时发布、要素齐全、数据相符。")
@click.version_option(package_name="nianbao", message="nianbao %(version)s", help="显示版本")
def main() -> None:
    """The command line."""
